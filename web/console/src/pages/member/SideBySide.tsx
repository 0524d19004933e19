import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { day, phone } from "@liuke/kit/formats.ts";
import { ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Radio } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { usePointsTold } from "../members/units.ts";
import { memberWords } from "./member.words.ts";
import { privacyWords } from "./privacy.words.ts";

interface BothProps {
  one: string;
  other: string;
  onClose: () => void;
}

/** Two members beside each other, and which of them stays. */
export function SideBySide({ one, other, onClose }: BothProps) {
  const say = useWords(privacyWords);
  const go = useNavigate();
  const [winner, choose] = useState(one);
  const act = useAct("POST /v1/members/merges", {
    refresh: ["GET /v1/members/{member_id}/merges", "GET /v1/members/{member_id}", "GET /v1/members/{member_id}/points", "GET /v1/members/{member_id}/timeline"],
    onDone: () => {
      onClose();
      void go(`/members/${winner}?tab=privacy`);
    },
  });
  const loser = winner === one ? other : one;
  const [left, right] = [useShown(one), useShown(other)];
  const asked = [...left.asked, ...right.asked];
  const failed = asked.find((query) => query.error);
  const isKnown = asked.every((query) => query.data !== undefined);
  const again = () => asked.forEach((query) => void query.refetch());
  return (
    <ReasonDialogue
      open
      title={say.mergeTitle}
      act={say.mergeAct}
      ready={isKnown}
      acting={act}
      onAct={(reason, approval) => act.mutate({ body: [{ winner_id: winner, loser_id: loser, reason }], approval })}
      onClose={onClose}
    >
      {failed && <ProblemNote of={failed.error} onRetry={again} />}
      {!failed && !isKnown && <Waiting rows={6} />}
      {isKnown && (
        <table className="member-both">
          <thead>
            <tr>
              <th scope="col"><span className="lk-hidden">{say.name}</span></th>
              {[one, other].map((id) => (
                <th key={id} scope="col">
                  <Radio checked={winner === id} onChange={() => choose(id)}>{say.keep}</Radio>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {left.rows.map(([title, value], at) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                <td>{value}</td>
                <td>{right.rows[at]?.[1]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>{say.mergeEffect}</p>
    </ReasonDialogue>
  );
}

/** Return what is compared of a member, and what it was asked of. */
function useShown(id: string) {
  const say = useWords(privacyWords);
  const told = useWords(memberWords);
  const language = useLanguage();
  const points = usePointsTold();
  const path = { path: { member_id: id } };
  const asked = [
    useAsk("GET /v1/members/{member_id}", path),
    useAsk("GET /v1/members/{member_id}/points", path),
    useAsk("GET /v1/members/{member_id}/tiers", path),
  ] as const;
  const [member, books = [], tiers = []] = [asked[0].data, asked[1].data, asked[2].data];
  const number = member?.identities.find((one) => one.kind === "phone")?.value ?? "";
  const rows: [string, string][] = [
    [say.name, member?.name || told.unnamed],
    [say.phone, phone(number) || "—"],
    [say.joined, day(member?.standing.joined_on, language)],
    [say.levels, tiers.filter((one) => one.level).map((one) => (language === "en" ? one.level_name : one.level_name_zh)).join(" · ") || "—"],
    [say.points, books.map((one) => points(one.book, one.spendable)).join(" · ") || "—"],
    [say.tags, member?.tags.join(" · ") || "—"],
  ];
  return { rows, asked };
}
