import { useAsk, usePages } from "@liuke/kit/ask.ts";
import { day } from "@liuke/kit/formats.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Listed } from "../../parts/Listed.tsx";
import { useEither } from "../../parts/saying.ts";
import { tierWords, whyWords } from "./tier.words.ts";

/** How a member moved in a set, newest first, each with its reason. */
export function Movements({ set }: { set: string }) {
  const say = useWords(tierWords);
  const whys: Record<string, string> = useWords(whyWords);
  const either = useEither();
  const language = useLanguage();
  const path = { set_code: set };
  const levels = useAsk("GET /v1/m/tiers/{set_code}/levels", { path });
  const asked = usePages("GET /v1/m/tiers/{set_code}/movements", { path, query: { limit: 20 } });
  const named = (code: string) => {
    const found = levels.data?.find((one) => one.level === code);
    return found ? either(found.name, found.name_zh) : code || say.none;
  };
  return (
    <section className="m-section">
      <h2>{say.moves}</h2>
      <Listed asked={asked} rows={asked.rows} empty={<p className="lk-2">{say.noMoves}</p>}>
        {(move) => (
          <li key={move.id}>
            <p className="m-split">
              <b>
                {move.kind === "up" ? say.up(named(move.after))
                  : move.kind === "down" ? say.down(named(move.after))
                  : say.kept(named(move.after))}
              </b>
              <time dateTime={move.day}>{day(move.day, language)}</time>
            </p>
            {whys[move.why] && <p className="lk-2">{whys[move.why]}</p>}
          </li>
        )}
      </Listed>
    </section>
  );
}
