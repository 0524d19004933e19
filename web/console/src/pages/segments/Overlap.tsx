import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { focusOpened, useFocusBack } from "@liuke/kit/desk/focus.ts";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { count, instant } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Checkbox, Form, Modal, Select } from "antd";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import { labelOf, useFacts } from "../members/facts.ts";
import { Circles, markOf } from "./Circles.tsx";
import { isNamed, NameFields } from "./NameFields.tsx";
import { overlapWords } from "./segments.words.ts";

function useChoice() {
  const language = useLanguage();
  const options = useFacts().data?.find((one) => one.name === "segment")?.arguments[0]?.options ?? [];
  return options.map((one) => ({ value: one.value, label: labelOf(one, language) }));
}

/** How two or three segments overlap: a picture, the same as a table, and a way on. */
export function Overlap() {
  const say = useWords(overlapWords);
  const language = useLanguage();
  const place = usePlace();
  const mayEdit = useMay("segments.edit");
  const { get, set } = useAddress();
  const options = useChoice();
  const codes = get("overlap").split(",").filter((code) => options.some((one) => one.value === code));
  const enough = codes.length === 2 || codes.length === 3;
  const asked = useAsk("POST /v1/segments/overlaps", { body: { codes } }, { enabled: enough });
  const [combining, combine] = useState(false);
  const nameOf = (code: string) => `${markOf(codes, code)} ${options.find((one) => one.value === code)?.label ?? code}`;
  const joined = (inside: readonly string[]) => inside.map(nameOf).join(say.and);
  return (
    <section className="card overlap" aria-label={say.title}>
      <h2>{say.title}</h2>
      <Select
        mode="multiple"
        maxCount={3}
        className="overlap-choice"
        aria-label={say.choose}
        placeholder={say.choose}
        showSearch={{ optionFilterProp: "label" }}
        value={codes}
        options={options}
        onChange={(found: string[]) => set({ overlap: found.join(",") || "-" })}
      />
      {enough && (
        <Region asked={asked}>
          {({ regions, codes: shown, as_of }) => (
            <div className="overlap-shown">
              <Circles codes={shown} regions={regions} label={say.picture} />
              <div>
                <PlainTable
                  label={say.title}
                  head={[say.part, say.members]}
                  right={[1]}
                  rows={regions.map(({ inside, members }) => ({ key: inside.join(" "), cells: [inside.length === 1 ? say.only(joined(inside)) : say.both(joined(inside)), count(members)] }))}
                />
                <p className="lk-2">{say.asOf(instant(as_of, place, language))}</p>
                {mayEdit && <Button onClick={() => combine(true)}>{say.combine}</Button>}
              </div>
            </div>
          )}
        </Region>
      )}
      {combining && <Combine codes={codes} onClose={() => combine(false)} />}
    </section>
  );
}

const WAYS = ["union", "intersect", "minus"] as const;

function Combine({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const say = useWords(overlapWords);
  useFocusBack();
  const go = useNavigate();
  const form = useId();
  const [how, setHow] = useState<(typeof WAYS)[number]>("intersect");
  const [asList, setAsList] = useState(false);
  const [named, setNamed] = useState({ code: "", name: "", name_zh: "" });
  const act = useAct("POST /v1/segments/combinations", { refresh: ["GET /v1/segments", "GET /v1/facts"], onDone: (made) => void go(`/segments/${made.code}`) });
  return (
    <Modal open title={say.combine} onCancel={onClose} afterOpenChange={focusOpened} footer={
      <>
        <Button onClick={onClose}>{say.close}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={act.isPending} disabled={!isNamed(named)}>{say.act}</Button>
      </>
    }>
      <Form id={form} layout="vertical" requiredMark={false} onFinish={() => act.mutate({ body: { ...named, codes, how, as_list: asList } })}>
        <Form.Item label={say.how} htmlFor={`${form}-how`}>
          <Select id={`${form}-how`} value={how} onChange={setHow} options={WAYS.map((one) => ({ value: one, label: say[one] }))} />
        </Form.Item>
        <NameFields named={named} onChange={setNamed} />
        <Checkbox checked={asList} onChange={(event) => setAsList(event.target.checked)}>{say.asList}</Checkbox>
        {act.error && <ProblemNote of={act.error} />}
      </Form>
    </Modal>
  );
}
