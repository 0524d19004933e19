import { TimeField } from "@liuke/kit/desk/TimeField.tsx";
import { timeOf } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Form } from "antd";
import { storeWords } from "./stores.words.ts";

const ENDS = ["opens", "closes"] as const;

/** When a store opens and closes: both, or neither where hours may be left out. */
export function HoursFields({ needed = false }: { needed?: boolean }) {
  const say = useWords(storeWords);
  const otherOf = { opens: "closes", closes: "opens" } as const;
  return (
    <div className="store-hours">
      {ENDS.map((end) => (
        <Form.Item
          key={end}
          name={end}
          label={say[end]}
          validateTrigger="onSubmit"
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, time: string | undefined) => {
                if (!time) {
                  const missing = needed || Boolean(getFieldValue(otherOf[end]));
                  return missing ? Promise.reject(new Error(say.needBoth)) : Promise.resolve();
                }
                return timeOf(time) === null ? Promise.reject(new Error(say.notTime)) : Promise.resolve();
              },
            }),
          ]}
        >
          <TimeField />
        </Form.Item>
      ))}
    </div>
  );
}
