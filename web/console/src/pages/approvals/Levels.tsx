import type { Approval, LevelChanges } from "@liuke/client/api.ts";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { count, shortId } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { useNames } from "../members/names.ts";
import { approvalsWords } from "./approvals.words.ts";

const SHOWN = 20;

/** Who would stand where, by hand: the level held when it was asked, the one wanted, and why. */
export function Levels({ of }: { of: Approval }) {
  const say = useWords(approvalsWords);
  const names = useNames();
  const before = (of.before ?? {}) as Record<string, string>;
  const { changes } = of.payload as LevelChanges;
  const level = (set: string, code: string) => (code ? names.level(set, code) : "—");
  return (
    <>
      <PlainTable
        label={say.changes}
        head={[say.member, say.before, say.after, say.because]}
        rows={changes.slice(0, SHOWN).map((one, at) => ({
          key: String(at),
          cells: [
            <Link key="m" to={`/members/${one.member_id}`}>{shortId(one.member_id)}</Link>,
            level(one.set_code, before[`${one.member_id} ${one.set_code}`] ?? ""),
            level(one.set_code, one.level),
            one.reason,
          ],
        }))}
      />
      {changes.length > SHOWN && <p className="lk-2">{say.more(count(changes.length - SHOWN))}</p>}
    </>
  );
}
