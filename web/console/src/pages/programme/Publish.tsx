import { useAct } from "@liuke/kit/ask.ts";
import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { ApprovalWait } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { dayOf, instant } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import type { InForce, Publication, Version } from "@liuke/client/api.ts";
import { Button, Modal, Radio, Select } from "antd";
import { useState } from "react";
import { Alone, useSecond } from "./Alone.tsx";
import { Changes } from "./Changes.tsx";
import { compare } from "./compare.ts";
import type { Doc } from "./document.ts";
import type { Mark } from "./draft.ts";
import { useEditing } from "./editing.tsx";
import { publishWords } from "./publish.words.ts";
import { instantAt } from "./zone.ts";

interface Props {
  draft: { doc: Doc; flush: () => Promise<Mark | null>; number: number | null };
  live: { version: Version; doc: Doc } | undefined;
  onClose: () => void;
  onPublished: (made: readonly InForce[]) => void;
}

type Where = "all" | "pilot";

function useForm() {
  const { timeZone } = usePlace();
  const [when, setWhen] = useState<"now" | "on">("now");
  const [on, setOn] = useState(() => dayOf(new Date(Date.now() + 86_400_000), timeZone));
  const [where, setWhere] = useState<Where>("all");
  const [stores, setStores] = useState<string[]>([]);
  const [until, setUntil] = useState("");
  const publication = (version_id: string): Publication => ({
    version_id,
    effective_from: when === "on" ? instantAt(on, "00:00", timeZone) : null,
    ...(where === "pilot" ? { pilot: stores } : {}),
    ...(where === "pilot" && until ? { pilot_until: instantAt(until, "00:00", timeZone) } : {}),
  });
  const ready = where === "all" || stores.length > 0;
  return { when, setWhen, on, setOn, where, setWhere, stores, setStores, until, setUntil, publication, ready };
}

function Fields({ form, canPilot }: { form: ReturnType<typeof useForm>; canPilot: boolean }) {
  const say = useWords(publishWords);
  const { stores } = useEditing();
  return (
    <>
      <fieldset className="publish-field">
        <legend>{say.when}</legend>
        <Radio.Group value={form.when} onChange={({ target }) => form.setWhen(target.value as "now" | "on")}>
          <Radio value="now">{say.now}</Radio>
          <Radio value="on">{say.on}</Radio>
        </Radio.Group>
        {form.when === "on" && (
          <DayField aria-label={say.on} value={form.on} allowClear={false} onChange={(day) => day && form.setOn(day)} />
        )}
      </fieldset>
      <fieldset className="publish-field">
        <legend>{say.where}</legend>
        <Radio.Group value={form.where} onChange={({ target }) => form.setWhere(target.value as Where)}>
          <Radio value="all">{say.all}</Radio>
          <Radio value="pilot" disabled={!canPilot}>
            {say.pilot}
          </Radio>
        </Radio.Group>
        {!canPilot && <p className="lk-2">{say.noPilot}</p>}
        {form.where === "pilot" && (
          <div className="clause-words">
            <Select
              mode="multiple"
              aria-label={say.pilot}
              value={form.stores}
              onChange={form.setStores}
              placeholder={say.chooseStores}
              options={stores.map((store) => ({ value: store.code, label: store.name }))}
              style={{ minWidth: 200, flex: 1 }}
            />
            {say.until}
            <DayField aria-label={say.until} value={form.until} onChange={form.setUntil} />
          </div>
        )}
      </fieldset>
    </>
  );
}

/** What publishing does, in words: what changes, from when, in place of what. */
function Consequence({ form, draft, live }: Pick<Props, "draft" | "live"> & { form: ReturnType<typeof useForm> }) {
  const say = useWords(publishWords);
  const language = useLanguage();
  const place = usePlace();
  const { by } = useEditing();
  const from = form.when === "now" ? say.atOnce : instant(instantAt(form.on, "00:00", place.timeZone), place, language);
  return (
    <>
      <Changes of={compare(live?.doc ?? {}, draft.doc)} by={by} />
      <Fields form={form} canPilot={live !== undefined} />
      <p>{live ? say.effect(from, live.version.number) : say.effectFirst(from)}</p>
    </>
  );
}

function useSend({ draft, onPublished }: Props, form: ReturnType<typeof useForm>) {
  const [sent, setSent] = useState<Publication | null>(null);
  const act = useAct("POST /v1/programmes/publications", {
    refresh: ["GET /v1/programmes/versions", "GET /v1/promotions/rules", "GET /v1/approvals"],
    onDone: onPublished,
  });
  const send = async () => {
    const mark = await draft.flush();
    if (!mark?.id) return;
    const made = form.publication(mark.id);
    setSent(made);
    act.mutate({ body: [made] });
  };
  const again = (approval: string) => sent && act.mutate({ body: [sent], approval });
  const waits = act.error?.code === "approval_needed" ? act.error : null;
  return { act, send, again, waits };
}

/** Publish a draft: what changes, from when, in which stores, by whose leave. */
export function Publish(props: Props) {
  const { draft, live, onClose } = props;
  const say = useWords(publishWords);
  const { faults } = useEditing();
  const { limit } = useSecond();
  const form = useForm();
  const { act, send, again, waits } = useSend(props, form);
  const number = draft.number ?? 1;
  const footer = waits ? (
    <Button onClick={onClose}>{say.close}</Button>
  ) : (
    <>
      <Button onClick={onClose}>{say.cancel}</Button>
      <Button type="primary" loading={act.isPending} disabled={faults.length > 0 || !form.ready} onClick={() => void send()}>
        {limit < 1 ? say.ask : say.publish(number)}
      </Button>
    </>
  );
  return (
    <Modal open width={640} title={say.title(number)} onCancel={onClose} footer={footer}>
      <div className="publish">
        {faults.length > 0 && <p className="publish-faults">{say.faults(faults.length)}</p>}
        <Consequence form={form} draft={draft} live={live} />
        {limit < 1 && !waits && <p className="lk-2">{say.why}</p>}
        {!waits && <Alone />}
        {act.error && !waits && <ProblemNote of={act.error} />}
        {waits && <ApprovalWait of={waits} act={say.publish(number)} busy={act.isPending} onGo={again} />}
      </div>
    </Modal>
  );
}
