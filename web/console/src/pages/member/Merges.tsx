import { useAct, useEvery } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { instant } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useState } from "react";
import { Link } from "react-router";
import { FindMember, type FoundMember } from "./FindMember.tsx";
import type { MemberAnswer } from "./Member.tsx";
import { SideBySide } from "./SideBySide.tsx";
import { privacyWords } from "./privacy.words.ts";

type Merge = Answer<"GET /v1/members/{member_id}/merges">["items"][number];

/** Make two members one, choosing who stays; and part them again. */
export function Merges({ member }: { member: MemberAnswer }) {
  const say = useWords(privacyWords);
  const { id, state } = member.standing;
  const [other, choose] = useState<FoundMember | null>(null);
  const asked = useEvery("GET /v1/members/{member_id}/merges", { path: { member_id: id } });
  const living = state !== "erased" && state !== "merged";
  return (
    <section className="card member-block">
      <h2>{say.merge}</h2>
      <p className="lk-2">{say.mergeHint}</p>
      {living && <FindMember label={say.mergeFind} without={id} onFound={choose} />}
      {other && <SideBySide one={id} other={other.id} onClose={() => choose(null)} />}
      <h3>{say.merges}</h3>
      <Region asked={asked} waiting={<Waiting rows={1} />}>
        {(merges) =>
          merges.length === 0 ? (
            <p className="lk-2">{say.noMerges}</p>
          ) : (
            <ul className="member-list">{merges.map((one) => <Past key={one.id} id={id} merge={one} />)}</ul>
          )
        }
      </Region>
    </section>
  );
}

function Past({ id, merge }: { id: string; merge: Merge }) {
  const say = useWords(privacyWords);
  const place = usePlace();
  const language = useLanguage();
  const [asking, ask] = useState(false);
  const undo = useAct("PUT /v1/members/merges/{merge_id}/undoing", {
    refresh: ["GET /v1/members/{member_id}/merges", "GET /v1/members/{member_id}", "GET /v1/members/{member_id}/points"],
    onDone: () => ask(false),
  });
  const at = instant(merge.merged_at, place, language);
  const won = merge.winner_id === id;
  return (
    <li>
      {won ? say.mergedIn(at, merge.reason) : say.mergedAway(at, merge.reason)}{" "}
      <Link to={`/members/${won ? merge.loser_id : merge.winner_id}`}>{say.other}</Link>{" "}
      {merge.undone_at ? (
        <span className="lk-2">{say.undone(instant(merge.undone_at, place, language))}</span>
      ) : (
        <button type="button" className="lk-link" onClick={() => ask(true)}>{say.undo}</button>
      )}
      <ReasonDialogue
        open={asking}
        title={say.undo}
        act={say.undo}
        acting={undo}
        onAct={(reason, approval) => undo.mutate({ path: { merge_id: merge.id }, body: { reason }, approval })}
        onClose={() => ask(false)}
      >
        <p>{say.undoEffect}</p>
      </ReasonDialogue>
    </li>
  );
}
