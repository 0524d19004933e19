import { useAddress } from "@liuke/kit/desk/address.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Balances } from "./Balances.tsx";
import { Consents } from "./Consents.tsx";
import { Family } from "./Family.tsx";
import type { MemberAnswer, Opened } from "./Member.tsx";
import { Moments } from "./Moments.tsx";
import { Notes } from "./Notes.tsx";
import { Rungs } from "./Rungs.tsx";
import { Standing } from "./Standing.tsx";
import { storyWords } from "./story.words.ts";
import { Tags } from "./Tags.tsx";
import { Value } from "./Value.tsx";
import { Who } from "./Who.tsx";

interface OverviewProps {
  member: MemberAnswer;
  opened: Opened | null;
  onEdited: () => void;
}

/** The facts that decide, beside what happened last. */
export function Overview({ member, opened, onEdited }: OverviewProps) {
  const id = member.standing.id;
  const mayPoints = useMay("points.read");
  const mayTiers = useMay("tiers.read");
  const mayNotes = useMay("notes.read");
  const living = member.standing.state !== "erased" && member.standing.state !== "merged";
  return (
    <div className="member-three">
      <div className="member-column">
        <Who member={member} opened={opened} onEdited={onEdited} />
        <Tags id={id} />
        <Consents id={id} />
        <Family id={id} />
      </div>
      <div className="member-column">
        {mayTiers && <Standing id={id} />}
        {mayPoints && <Balances id={id} />}
        {mayTiers && <Rungs id={id} />}
        <Value id={id} />
      </div>
      <div className="member-column">
        {mayNotes && <Notes id={id} living={living} />}
        <Last id={id} />
      </div>
    </div>
  );
}

function Last({ id }: { id: string }) {
  const say = useWords(storyWords);
  const { set } = useAddress();
  return (
    <section className="card member-block">
      <div className="member-block-head">
        <h2>{say.title}</h2>
        <button type="button" className="lk-link" onClick={() => set({ tab: "timeline" }, { push: true })}>{say.seeAll}</button>
      </div>
      <Moments id={id} kinds="" limit={8} />
    </section>
  );
}
