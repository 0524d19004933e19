import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { call, type Answer } from "@liuke/kit/call.ts";
import { focusOpened, useFocusBack } from "@liuke/kit/desk/focus.ts";
import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { onStale, useSeen } from "@liuke/kit/desk/seen.ts";
import { day } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { App, Button, Form, Input, Modal, Select } from "antd";
import { useId, useState } from "react";
import { labelOf } from "../members/facts.ts";
import { useStores } from "../members/names.ts";
import { enrolWords } from "../members/members.words.ts";
import { Cards } from "./Cards.tsx";
import { memberWords } from "./member.words.ts";
import { Numbers } from "./Numbers.tsx";
import type { MemberAnswer, Opened } from "./Member.tsx";

const GENDERS = ["female", "male", "other"] as const;

type Asked = Answer<"GET /v1/members/fields">[number];

/** Return how to tell what a field holds: choices and days in words, the rest as it was said. */
function useValued(fields: readonly Asked[]): (code: string, value: string) => string {
  const say = useWords(memberWords);
  const told = useWords(enrolWords);
  const language = useLanguage();
  const languages: Record<string, string> = { en: "English", "zh-CN": say.chinese };
  return (code, value) => {
    if (code === "language") return languages[value] ?? value;
    if (code === "gender") return told[GENDERS.find((one) => one === value) ?? "other"];
    const kind = fields.find((one) => one.code === code)?.kind;
    if (kind === "date" && /^\d{4}-\d\d-\d\d$/.test(value)) return day(value, language);
    return kind === "yes_no" && (value === "yes" || value === "no") ? say[value] : value;
  };
}

interface WhoProps {
  member: MemberAnswer;
  opened: Opened | null;
  /** What was opened before is older than what stands now. */
  onEdited: () => void;
}

/** What names a member, masked until somebody opens it; details and cards. */
export function Who({ member, opened, onEdited }: WhoProps) {
  const say = useWords(memberWords);
  const language = useLanguage();
  const { nameOf } = useStores();
  const fields = useAsk("GET /v1/members/fields", {}, { staleTime: 300_000 }).data ?? [];
  const living = member.standing.state !== "erased" && member.standing.state !== "merged";
  const mayEdit = useMay("members.edit") && living;
  const [editing, edit] = useState(false);
  const shown = opened ?? member;
  const profile = Object.entries(shown.profile).filter(([code]) => code !== "name");
  const titled = (code: string) => {
    const field = fields.find((one) => one.code === code);
    return field ? labelOf(field, language) : code;
  };
  const sourced = (source: string) => (source === "shop" || source === "h5" || source === "till" ? say[source] : source);
  const valued = useValued(fields);
  return (
    <section className="card member-block">
      <div className="member-block-head">
        <h2>{say.who}</h2>
        {mayEdit && <button type="button" className="lk-link" onClick={() => edit(true)}>{say.edit}</button>}
      </div>
      <dl className="facts">
        <Numbers
          id={member.standing.id}
          of={shown.identities}
          whole={opened !== null}
          may={mayEdit}
          onEdited={onEdited}
        />
        {profile.map(([code, value]) => (
          <div className="facts-row" key={code}>
            <dt>{titled(code)}</dt>
            <dd>{valued(code, value)}</dd>
          </div>
        ))}
        <dt>{say.store}</dt>
        <dd>{nameOf(member.standing.store_id) || say.noStore}</dd>
        <dt>{say.source}</dt>
        <dd>{sourced(member.standing.source)}{member.standing.external_id && ` ${member.standing.external_id}`}</dd>
      </dl>
      <Cards id={member.standing.id} living={living} />
      {editing && <Edit member={member} onSaved={onEdited} onClose={() => edit(false)} />}
    </section>
  );
}

function Edit({ member, onSaved, onClose }: { member: MemberAnswer; onSaved: () => void; onClose: () => void }) {
  const say = useWords(memberWords);
  useFocusBack();
  const language = useLanguage();
  const id = useId();
  const [form] = Form.useForm<Record<string, string | undefined>>();
  const { message } = App.useApp();
  const fields = useAsk("GET /v1/members/fields", {}, { staleTime: 300_000 }).data ?? [];
  const save = useAct("PUT /v1/members/{member_id}/profile", {
    refresh: ["GET /v1/members/{member_id}", "GET /v1/members/{member_id}/timeline"],
    onDone: () => {
      void message.info(say.kept);
      onSaved();
      onClose();
    },
  });
  const member_id = member.standing.id;
  const { seen, match, look } = useSeen(member, form, {
    read: () => call("GET /v1/members/{member_id}", { path: { member_id } }),
    // A detail that somebody cleared is not in the profile: its field is emptied by name.
    fieldsOf: (now) => Object.fromEntries(fields.map(({ code }) => [code, now.profile[code]])),
    onLooked: save.reset,
  });
  const send = (given: Record<string, string | undefined>) => {
    const changed = Object.entries(given)
      .map(([code, value]) => [code, value ?? ""] as const)
      .filter(([code, value]) => value !== (seen.profile[code] ?? "") && !(value === "" && seen.sealed_fields.includes(code)));
    if (changed.length === 0) return onClose();
    return save.mutate({ path: { member_id }, body: Object.fromEntries(changed), match });
  };
  const valued = useValued(fields);
  const inputOf = ({ code, kind, choices }: Asked) => {
    if (kind === "date") return <DayField />;
    const offered = kind === "yes_no" ? ["yes", "no"] : (choices ?? []);
    if (offered.length === 0) return <Input autoComplete="off" />;
    return <Select allowClear options={offered.map((value) => ({ value, label: valued(code, value) }))} />;
  };
  return (
    <Modal open title={say.edit} onCancel={onClose} afterOpenChange={focusOpened} mask={{ closable: false }} footer={
      <>
        <Button onClick={onClose}>{say.cancel}</Button>
        <Button type="primary" htmlType="submit" form={id} loading={save.isPending}>{say.editAct}</Button>
      </>
    }>
      <Form id={id} form={form} layout="vertical" requiredMark={false} onFinish={send} initialValues={seen.profile}>
        {fields.map((field) => (
          <Form.Item key={field.code} name={field.code} label={labelOf(field, language)} extra={field.sensitive ? say.sealedHint : undefined}>
            {inputOf(field)}
          </Form.Item>
        ))}
        {save.error && <ProblemNote of={save.error} onRetry={onStale(save.error, look)} />}
      </Form>
    </Modal>
  );
}
