import { useAct, useEvery } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { Day } from "@liuke/kit/figures.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Form, Input, Popconfirm, Select } from "antd";
import { useState } from "react";
import { nameOf } from "../programme/tell.ts";
import { useDocuments, useVersions } from "../programme/versions.ts";
import { familyWords } from "./family.words.ts";
import { FormDialogue } from "./FormDialogue.tsx";
import { memberWords } from "./member.words.ts";

type Card = Answer<"GET /v1/members/{member_id}/cards">["items"][number];
const REFRESH = [
  "GET /v1/members/{member_id}/cards",
  "GET /v1/members/{member_id}/timeline",
  "GET /v1/members/{member_id}/tiers",
] as const;

/** A member's cards: issued, brought into use, lost, replaced and renewed. */
export function Cards({ id, living }: { id: string; living: boolean }) {
  const say = useWords(memberWords);
  const told = useWords(familyWords);
  const asked = useEvery("GET /v1/members/{member_id}/cards", { path: { member_id: id } });
  const cards = asked.data ?? [];
  const may = useMay("members.enrol") && living;
  const [issuing, issue] = useState(false);
  return (
    <>
      {asked.error && <ProblemNote of={asked.error} onRetry={() => void asked.refetch()} />}
      {cards.length > 0 && (
        <ul className="member-list" aria-label={say.cards}>
          {cards.map((card) => (
            <li key={card.id} className="member-pair">
              <span>
                <span className="lk-code">{card.number ?? say[card.kind]}</span>{" "}
                <span className="lk-2">
                  {say[card.state]} · {card.expires_on ? <Day on={card.expires_on} /> : say.cardForGood}
                </span>
              </span>
              {may && <Acts card={card} />}
            </li>
          ))}
        </ul>
      )}
      {may && (
        <div>
          <button type="button" className="lk-link" onClick={() => issue(true)}>{told.cardIssue}</button>
        </div>
      )}
      {issuing && <Issue id={id} onClose={() => issue(false)} />}
    </>
  );
}

function Acts({ card }: { card: Card }) {
  const say = useWords(familyWords);
  const [replacing, replace] = useState(false);
  const activate = useAct("POST /v1/members/cards/activations", { refresh: REFRESH });
  const lose = useAct("POST /v1/members/cards/losses", { refresh: REFRESH });
  const renew = useAct("POST /v1/members/cards/renewals", { refresh: REFRESH });
  const body = [{ member_id: card.member_id, card_id: card.id }];
  const live = card.state === "active" || card.state === "issued";
  const refused = activate.error ?? lose.error ?? renew.error;
  return (
    <span className="member-because">
      {card.state === "issued" && <button type="button" className="lk-link" onClick={() => activate.mutate({ body })}>{say.activate}</button>}
      {live && card.expires_on && <button type="button" className="lk-link" onClick={() => renew.mutate({ body })}>{say.renew}</button>}
      {live && (
        <Popconfirm title={say.loseEffect} okText={say.lose} okButtonProps={{ danger: true }} onConfirm={() => lose.mutate({ body })}>
          <button type="button" className="lk-link">{say.lose}</button>
        </Popconfirm>
      )}
      {(live || card.state === "lost") && <button type="button" className="lk-link" onClick={() => replace(true)}>{say.replace}</button>}
      {replacing && <Replace card={card} onClose={() => replace(false)} />}
      {refused && <ProblemNote of={refused} />}
    </span>
  );
}

/** What programmes hand out now, and the plain card there always is. */
function usePlans() {
  const say = useWords(familyWords);
  const language = useLanguage();
  const may = useMay("programme.read");
  const versions = useVersions();
  const live = (may ? (versions.data ?? []) : []).filter((one) => one.state === "live").map((one) => one.id);
  const docs = useDocuments(live, live.length > 0);
  const plans = [...(docs.data?.values() ?? [])].flatMap((doc) => doc.cards ?? []);
  return [...plans.map((one) => ({ value: one.code, label: nameOf(one, language) })), { value: "", label: say.cardPlain }];
}

function Issue({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(familyWords);
  const plans = usePlans();
  // Sent again after a lost answer, it is still the same card.
  const [cause] = useState(() => `console:${crypto.randomUUID()}`);
  const act = useAct("POST /v1/members/cards", { refresh: REFRESH, onDone: onClose });
  return (
    <FormDialogue<{ plan: string; number?: string }>
      title={say.cardIssue}
      act={say.cardIssue}
      acting={act}
      first={{ plan: "" }}
      onSend={({ plan, number }) => act.mutate({ body: [{ member_id: id, cause, plan, number: number?.trim() || null }] })}
      onClose={onClose}
    >
      <Form.Item name="plan" label={say.cardPlan}>
        <Select options={plans} />
      </Form.Item>
      <Form.Item name="number" label={say.cardNumber}>
        <Input autoComplete="off" maxLength={40} />
      </Form.Item>
    </FormDialogue>
  );
}

function Replace({ card, onClose }: { card: Card; onClose: () => void }) {
  const say = useWords(familyWords);
  const [cause] = useState(() => `console:${crypto.randomUUID()}`);
  const act = useAct("POST /v1/members/cards/replacements", { refresh: REFRESH, onDone: onClose });
  const wish = (number?: string) => ({ member_id: card.member_id, card_id: card.id, cause, number: number?.trim() || null });
  return (
    <FormDialogue<{ number?: string }>
      title={say.replaceTitle(card.number ?? "")}
      act={say.replace}
      acting={act}
      onSend={({ number }) => act.mutate({ body: [wish(number)] })}
      onClose={onClose}
    >
      <p>{say.replaceEffect}</p>
      <Form.Item name="number" label={say.cardNumber}>
        <Input autoComplete="off" maxLength={40} />
      </Form.Item>
    </FormDialogue>
  );
}
