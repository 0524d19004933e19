import { useLanguage } from "@liuke/kit/scheme.tsx";
import type { TierSet } from "./document.ts";
import { entryOf, giftOf, rungsOf, setOf } from "./standing.ts";
import { nameOf, type Teller } from "./tell.ts";

/** A set of levels as a staircase: the higher, the further right. */
export function Ladder({ set, by }: { set: TierSet; by: Teller }) {
  const language = useLanguage();
  return (
    <div className="ladder">
      <p className="lk-2">
        {nameOf(set, language)} · {setOf(set, by)}
      </p>
      <ol>
        {set.levels.map((level, at) => (
          <li key={level.code} style={{ ["--ladder-rise" as string]: at }}>
            <span className="ladder-mark" style={{ background: level.colour || "var(--lk-text-3)" }} />
            <strong>{nameOf(level, language)}</strong>
            <span className="lk-2">{entryOf(set, level, by)}</span>
            {(level.benefits ?? []).length > 0 && (
              <span className="lk-2">
                {(level.benefits ?? []).map((one) => nameOf(one, language)).join(language === "en" ? ", " : "、")}
              </span>
            )}
            {(level.grants ?? []).map((gift) => (
              <span key={gift.code} className="lk-2">
                {giftOf(gift, by)}
              </span>
            ))}
          </li>
        ))}
      </ol>
      {rungsOf(set, by).map((rung) => (
        <p key={rung} className="lk-2">
          {rung}
        </p>
      ))}
    </div>
  );
}
