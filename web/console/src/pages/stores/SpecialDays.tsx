import type { Answer } from "@liuke/kit/call.ts";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { day } from "@liuke/kit/formats.ts";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useToday } from "@liuke/kit/today.ts";
import { Button, Checkbox, Form, Input } from "antd";
import { HoursFields } from "./HoursFields.tsx";
import { storeWords } from "./stores.words.ts";

type Day = Answer<"GET /v1/stores/{store_id}/days">[number];

interface Given {
  day: string;
  shut?: boolean;
  opens?: string;
  closes?: string;
  note?: string;
}

const REFRESH = ["GET /v1/stores/{store_id}/days", "GET /v1/stores/{store_id}/openness"] as const;

/** The days on which a store keeps other hours: those to come, and a form for one more. */
export function SpecialDays({ id, mayEdit }: { id: string; mayEdit: boolean }) {
  const say = useWords(storeWords);
  const asked = useAsk("GET /v1/stores/{store_id}/days", { path: { store_id: id } });
  return (
    <section>
      <h2>{say.days}</h2>
      <p className="lk-2 store-note">{say.daysHint}</p>
      <Region asked={asked}>
        {(days) =>
          days.length === 0 ? (
            <p className="lk-2 store-note">{say.noDays}</p>
          ) : (
            <ul className="store-days">
              {days.map((one) => (
                <Known key={one.day_on} of={one} mayEdit={mayEdit} />
              ))}
            </ul>
          )
        }
      </Region>
      {mayEdit && <OneMore id={id} />}
    </section>
  );
}

function Known({ of, mayEdit }: { of: Day; mayEdit: boolean }) {
  const say = useWords(storeWords);
  const language = useLanguage();
  const drop = useAct("DELETE /v1/stores/{store_id}/days/{on}", { refresh: REFRESH });
  const spans = of.hours?.spans ?? [];
  const hours = spans.map((one) => `${one.opens.slice(0, 5)}–${one.closes.slice(0, 5)}`).join("、");
  const on = day(of.day_on, language);
  return (
    <li>
      <span>
        {on} <span className="lk-2">{[hours || say.shut, of.note].filter(Boolean).join(" · ")}</span>
      </span>
      {mayEdit && (
        <Button type="link" aria-label={say.dropDayOf(on)} loading={drop.isPending}
          onClick={() => drop.mutate({ path: { store_id: of.store_id, on: of.day_on } })}>
          {say.dropDay}
        </Button>
      )}
      {drop.error && <ProblemNote of={drop.error} />}
    </li>
  );
}

function OneMore({ id }: { id: string }) {
  const say = useWords(storeWords);
  const language = useLanguage();
  const today = useToday();
  const [form] = Form.useForm<Given>();
  const act = useAct("PUT /v1/stores/days", { refresh: REFRESH, onDone: () => form.resetFields() });
  const shut = Form.useWatch("shut", form);
  const save = ({ day: on, shut: none, opens, closes, note }: Given) => {
    const spans = !none && opens && closes ? [{ opens, closes }] : [];
    act.mutate({ body: [{ store_id: id, day_on: on, hours: { spans }, note: note?.trim() ?? "" }] });
  };
  const saved = act.isSuccess ? act.variables.body[0]?.day_on : undefined;
  return (
    <Form<Given> form={form} layout="vertical" requiredMark={false} onFinish={save}>
      <Form.Item name="day" label={say.day} rules={[{ required: true, message: say.needDay }]}>
        <DayField from={today} />
      </Form.Item>
      <Form.Item name="shut" valuePropName="checked">
        <Checkbox>{say.shut}</Checkbox>
      </Form.Item>
      {!shut && <HoursFields needed />}
      <Form.Item name="note" label={say.note}>
        <Input maxLength={120} />
      </Form.Item>
      {act.error && <ProblemNote of={act.error} />}
      {saved && <output className="store-saved">{say.daySaved(day(saved, language))}</output>}
      <Button htmlType="submit" loading={act.isPending}>{say.setDay}</Button>
    </Form>
  );
}
