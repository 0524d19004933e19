import { useAddress } from "@liuke/kit/desk/address.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Segmented } from "antd";
import { Moments } from "./Moments.tsx";
import { KINDS } from "./story.ts";
import { storyWords } from "./story.words.ts";

const FILTERS = ["order", "points", "coupon", "tier", "consent", "person"] as const;

/** The whole timeline, by kind. */
export function Story({ id }: { id: string }) {
  const say = useWords(storyWords);
  const { get, set } = useAddress();
  const kind = FILTERS.find((one) => one === get("kinds"));
  return (
    <section className="member-block" aria-label={say.title}>
      <div className="member-scroll">
        <Segmented
          aria-label={say.filter}
          value={kind ?? "all"}
          options={[{ value: "all", label: say.all }, ...FILTERS.map((value) => ({ value, label: say[value] }))]}
          onChange={(value) => set({ kinds: value === "all" ? null : value })}
        />
      </div>
      <div className="card member-block">
        <Moments id={id} kinds={kind ? KINDS[kind] : ""} limit={40} paged />
      </div>
    </section>
  );
}
