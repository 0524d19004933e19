import { useAct, useAsk, useEvery } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { focusOpened, useFocusBack } from "@liuke/kit/desk/focus.ts";
import { When } from "@liuke/kit/figures.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { App, Button, Modal } from "antd";
import { useState } from "react";
import { consentWords, memberWords } from "./member.words.ts";

type Consent = Answer<"GET /v1/members/{member_id}/consents">[number];
type Ask = Pick<Consent, "purpose" | "channel" | "partner">;

/** What a counter usually asks; other words of a member are listed beside them. */
const USUAL: Ask[] = ["sms", "email", "phone", "wechat"].map((channel) => ({ purpose: "marketing", channel, partner: "" }));

function same(one: Ask, other: Ask): boolean {
  return one.purpose === other.purpose && one.channel === other.channel && one.partner === other.partner;
}

/** Return how a purpose on a channel reads: `优惠信息（短信）`. */
function useTelling(): (one: Ask) => string {
  const say = useWords(consentWords);
  const word = (code: string) => (code in say ? say[code as keyof typeof say] : code);
  return (one) => [word(one.purpose), [one.channel, one.partner].filter(Boolean).map(word).join(" · ")].filter(Boolean).join(" · ");
}

/** What a member allows, per purpose and channel: the last word, and how to record a new one. */
export function Consents({ id }: { id: string }) {
  const say = useWords(memberWords);
  const tell = useTelling();
  const may = useMay("members.edit");
  const asked = useAsk("GET /v1/members/{member_id}/consents", { path: { member_id: id } });
  const [past, showPast] = useState(false);
  const [wish, setWish] = useState<{ of: Ask; given: boolean } | null>(null);
  return (
    <section className="card member-block" aria-label={say.consents}>
      <Region asked={asked}>
        {(found) => {
          const rows = [...found, ...USUAL.filter((usual) => !found.some((one) => same(one, usual))).map((one) => ({ ...one, given: null }))];
          const yes = found.filter((one) => one.given).length;
          return (
            <>
              <div className="member-block-head">
                <h2>{say.consents}</h2>
                <button type="button" className="lk-link" onClick={() => showPast(true)}>{say.history}</button>
              </div>
              <p className="lk-2">{found.length === 0 ? say.noConsents : say.consentsOf(count(yes), count(rows.length))}</p>
              <ul className="member-list">
                {rows.map((one) => (
                  <li key={tell(one)} className="member-consent">
                    <span>{tell(one)}</span>
                    <span className="lk-2">{one.given === null ? say.unsaid : one.given ? say.given : say.withdrawn}</span>
                    {may && (
                      <button
                        type="button"
                        className="lk-link"
                        aria-label={one.given ? say.consentWithdraw(tell(one)) : say.consentGive(tell(one))}
                        onClick={() => setWish({ of: one, given: !one.given })}
                      >
                        {one.given ? say.withdraw : say.give}
                      </button>
                    )}
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Region>
      {wish && <Decide id={id} wish={wish} onClose={() => setWish(null)} />}
      {past && <Past id={id} onClose={() => showPast(false)} />}
    </section>
  );
}

function Decide({ id, wish, onClose }: { id: string; wish: { of: Ask; given: boolean }; onClose: () => void }) {
  const say = useWords(memberWords);
  useFocusBack();
  const tell = useTelling();
  const { message } = App.useApp();
  const what = tell(wish.of);
  const act = useAct("POST /v1/members/consents", {
    refresh: ["GET /v1/members/{member_id}/consents", "GET /v1/members/{member_id}/consents/history", "GET /v1/members/{member_id}/timeline"],
    onDone: () => {
      void message.info(wish.given ? say.consentGiven(what) : say.consentWithdrawn(what));
      onClose();
    },
  });
  const { purpose, channel, partner } = wish.of;
  const send = () => act.mutate({ body: [{ member_id: id, purpose, channel, partner, given: wish.given, method: "verbal" }] });
  const title = wish.given ? say.consentGive(what) : say.consentWithdraw(what);
  return (
    <Modal open title={title} onCancel={onClose} afterOpenChange={focusOpened} footer={
      <>
        <Button onClick={onClose}>{say.cancel}</Button>
        <Button type="primary" loading={act.isPending} onClick={send}>{title}</Button>
      </>
    }>
      <p>{say.verbalOnly}</p>
      {act.error && <ProblemNote of={act.error} />}
    </Modal>
  );
}

function Past({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(memberWords);
  useFocusBack();
  const words = useWords(consentWords);
  const tell = useTelling();
  const asked = useEvery("GET /v1/members/{member_id}/consents/history", { path: { member_id: id } });
  const by = (method: string) => (method in words ? words[method as keyof typeof words] : method);
  return (
    <Modal open title={say.history} onCancel={onClose} footer={null}>
      <Region asked={asked}>
        {(found) => (
          <ul className="member-list">
            {found.length === 0 && <li className="lk-2">{say.noConsents}</li>}
            {found.toReversed().map((one) => (
              <li key={`${one.at} ${tell(one)}`}>
                <When at={one.at} exact /> {one.given ? say.given : say.withdrawn} {tell(one)} <span className="lk-2">{by(one.method)}</span>
              </li>
            ))}
          </ul>
        )}
      </Region>
    </Modal>
  );
}
