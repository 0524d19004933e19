import { useAddress } from "@liuke/kit/desk/address.ts";
import type { Given } from "@liuke/kit/call.ts";
import { count } from "@liuke/kit/formats.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState } from "react";
import { BatchMade } from "./BatchMade.tsx";
import { BatchShown } from "./BatchShown.tsx";
import { batchWords, membersWords } from "./members.words.ts";

type Asked = Given<"POST /v1/members/counts">["body"];

export const DEEDS = [
  { action: "members.tag", right: "members.tag" },
  { action: "members.untag", right: "members.tag" },
  { action: "points.award", right: "points.adjust" },
  { action: "coupons.issue", right: "coupons.issue" },
] as const;
export type DeedName = (typeof DEEDS)[number]["action"];

interface ChoosingProps {
  chosen: readonly string[];
  asked: Asked;
  /** How many fit the conditions: `10,000+`. */
  total: string | undefined;
  onNone: () => void;
}

/** What can be done to the chosen members, or to everybody who fits. */
export function Choosing({ chosen, asked, total, onNone }: ChoosingProps) {
  const say = useWords(membersWords);
  const told = useWords(batchWords);
  const me = useMe();
  const { get, set } = useAddress();
  const [everybody, chooseEverybody] = useState(false);
  const [deed, start] = useState<DeedName | null>(null);
  const deeds = DEEDS.filter((one) => me.permissions.includes(one.right));
  const none = () => {
    chooseEverybody(false);
    onNone();
  };
  return (
    <>
      {chosen.length > 0 && (
        <section className="card choosing" aria-label={say.chosen(count(chosen.length))}>
          <strong>{everybody && total ? say.chosenFit(total) : say.chosen(count(chosen.length))}</strong>
          {!everybody && total && <button type="button" className="lk-link" onClick={() => chooseEverybody(true)}>{say.chooseFit(total)}</button>}
          <span className="choosing-acts">
            {deeds.map(({ action }) => <Button key={action} onClick={() => start(action)}>{told[action]}</Button>)}
            <Button type="text" onClick={none}>{say.chooseNone}</Button>
          </span>
        </section>
      )}
      {deed && (
        <BatchMade
          deed={deed}
          who={everybody ? { asked } : { member_ids: [...chosen] }}
          onClose={() => start(null)}
          onMade={(id) => {
            start(null);
            set({ batch: id }, { push: true });
          }}
        />
      )}
      <BatchShown id={get("batch")} onClose={() => set({ batch: null })} />
    </>
  );
}
