import { useAct } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { useAsk } from "@liuke/kit/ask.ts";
import { day, phone } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { inkOn } from "@liuke/kit/tokens.ts";
import { Button, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { Adjust } from "./Adjust.tsx";
import { IssueCoupon } from "./IssueCoupon.tsx";
import { memberWords } from "./member.words.ts";
import type { MemberAnswer, Opened } from "./Member.tsx";

interface HeaderProps {
  member: MemberAnswer;
  opened: Opened | null;
  onOpened: (opened: Opened | null) => void;
}

/** Who this is, how they stand, and what may be done; it stays while the page scrolls. */
export function Header({ member, opened, onOpened }: HeaderProps) {
  const say = useWords(memberWords);
  const language = useLanguage();
  const { standing } = member;
  const name = opened?.profile["name"] ?? member.name;
  const numbers = (opened ?? member).identities;
  const number = numbers.find((one) => one.kind === "phone")?.value ?? "";
  const living = standing.state !== "erased" && standing.state !== "merged";
  return (
    <header className="member-head">
      <nav aria-label={say.back}>
        <Link to="/members">‹ {say.back}</Link>
      </nav>
      <div className="member-name">
        <h1>{name || say.unnamed}</h1>
        {number && <span className="lk-num member-phone">{opened ? number : phone(number)}</span>}
        {living && <Show member={member} opened={opened} onOpened={onOpened} />}
        <Levels id={standing.id} />
        <span className={standing.state === "active" ? "lk-2" : "member-off"}>{say[standing.state]}</span>
        <span className="lk-2">{say.joined(day(standing.joined_on, language))}</span>
        {living && <Acts id={standing.id} />}
      </div>
      {standing.merged_into && <Link to={`/members/${standing.merged_into}`}>{say.toWinner}</Link>}
    </header>
  );
}

function Levels({ id }: { id: string }) {
  const language = useLanguage();
  const asked = useAsk("GET /v1/members/{member_id}/tiers", { path: { member_id: id } });
  return (
    <>
      {asked.data?.filter((one) => one.level).map((one) => (
        <Tag key={one.set_code} variant="solid" style={{ background: one.colour, color: inkOn(one.colour || "#ffffff") }}>
          {language === "en" ? one.level_name : one.level_name_zh}
        </Tag>
      ))}
    </>
  );
}

function Show({ member, opened, onOpened }: HeaderProps) {
  const say = useWords(memberWords);
  const [asking, ask] = useState(false);
  const may = useMay("members.reveal");
  const open = useAct("POST /v1/members/{member_id}/openings", {
    refresh: ["GET /v1/members/{member_id}/timeline"],
    onDone: (found) => {
      ask(false);
      onOpened(found);
    },
  });
  if (!may || (member.identities.length === 0 && member.name === "")) return null;
  if (opened) return <button type="button" className="lk-link" onClick={() => onOpened(null)}>{say.hide}</button>;
  return (
    <>
      <button type="button" className="lk-link" onClick={() => ask(true)}>{say.show}</button>
      <ReasonDialogue
        open={asking}
        title={say.openTitle}
        act={say.openAct}
        acting={open}
        onAct={(reason, approval) => open.mutate({ path: { member_id: member.standing.id }, body: { reason }, approval })}
        onClose={() => ask(false)}
      >
        <p>{say.openEffect}</p>
      </ReasonDialogue>
    </>
  );
}

function Acts({ id }: { id: string }) {
  const say = useWords(memberWords);
  const { get, set } = useAddress();
  const mayAdjust = useMay("points.adjust");
  const mayIssue = useMay("coupons.issue");
  const close = () => set({ do: null });
  return (
    <span className="member-acts">
      {mayAdjust && <Button type="primary" onClick={() => set({ do: "adjust" })}>{say.adjust}</Button>}
      {mayIssue && <Button onClick={() => set({ do: "issue" })}>{say.issue}</Button>}
      {mayAdjust && get("do") === "adjust" && <Adjust id={id} onClose={close} />}
      {mayIssue && get("do") === "issue" && <IssueCoupon id={id} onClose={close} />}
    </span>
  );
}
