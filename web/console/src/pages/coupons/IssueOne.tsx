import type { Answer } from "@liuke/kit/call.ts";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { CodeNote } from "@liuke/kit/desk/Refusal.tsx";
import { phone, shortId } from "@liuke/kit/formats.ts";
import { Empty, ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Input } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { couponWords } from "./coupons.words.ts";
import { useTold, type Template } from "./told.ts";

type Found = Answer<"POST /v1/searches">["members"][number];

/** Issue one coupon to one member; many are issued from the members list. */
export function IssueOne({ template }: { template: Template }) {
  const say = useWords(couponWords);
  const [text, setText] = useState("");
  const asked = useAsk("POST /v1/searches", { body: { text } }, { enabled: text.length >= 2 });
  return (
    <div className="card coupon-card">
      <h2>{say.issueTitle}</h2>
      <p className="lk-2 coupon-worth">{say.issueHint}</p>
      <Link to="/members">{say.toMembers}</Link>
      <Input.Search
        className="coupon-member"
        placeholder={say.findMember}
        aria-label={say.findMember}
        allowClear
        onSearch={(found) => setText(found.trim())}
      />
      {text.length >= 2 && (
        <Region asked={asked}>
          {({ members }) =>
            members.length === 0 ? (
              <Empty title={say.nobody} />
            ) : (
              <ul className="coupon-people">
                {members.map((one) => (
                  <Person key={one.id} one={one} template={template} />
                ))}
              </ul>
            )
          }
        </Region>
      )}
    </div>
  );
}

function Person({ one, template }: { one: Found; template: Template }) {
  const say = useWords(couponWords);
  const told = useTold();
  const act = useAct("POST /v1/coupons", { refresh: ["GET /v1/coupons/tallies", "GET /v1/coupons/templates/{template}/days"] });
  const name = one.name || phone(one.phone) || shortId(one.id);
  const verdict = act.data?.[0];
  // Pressed again after a lost answer, it is still the same coupon.
  const [cause] = useState(() => `console:${crypto.randomUUID()}`);
  const send = () => act.mutate({ body: [{ member_id: one.id, template: template.code, cause }] });
  return (
    <li>
      <Link to={`/members/${one.id}`}>{name}</Link>
      <span className="lk-2 lk-num">{phone(one.phone)}</span>
      <Button size="small" loading={act.isPending} disabled={act.isSuccess} title={told.name(template)} onClick={send}>
        {say.issueOne(name)}
      </Button>
      {verdict && (
        <output className="refusal">
          {verdict.refused ? say.notIssued(whyOf(say, verdict.refused)) : say.issued(name)}
          <CodeNote code={verdict.refused ?? ""} />
        </output>
      )}
      {act.error && <ProblemNote of={act.error} />}
    </li>
  );
}

function whyOf(say: typeof couponWords.zh, reason: string): string {
  const known = say as unknown as Record<string, string | undefined>;
  return known[reason] ?? say.otherwise;
}
