import { useAsk } from "@liuke/kit/ask.ts";
import { Region, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEither } from "../../parts/saying.ts";
import type { Place } from "../home/Standing.tsx";
import { tierWords } from "./tier.words.ts";
import { useAmount } from "../../parts/useAmount.ts";

/** The levels as a staircase from the top down, the member's own marked. */
export function Stairs({ place }: { place: Place }) {
  const say = useWords(tierWords);
  const either = useEither();
  const write = useAmount(place);
  const asked = useAsk("GET /v1/m/tiers/{set_code}/levels", { path: { set_code: place.set_code } });
  return (
    <section className="m-section">
      <h2>{say.levels}</h2>
      <Region asked={asked} waiting={<Waiting rows={3} height={56} />}>
        {(levels) => (
          <ol className="stairs" reversed>
            {levels.toReversed().map((step) => (
              <li key={step.level} aria-current={step.level === place.level ? "step" : undefined}>
                <span className="stair-colour" style={step.colour ? { background: step.colour } : {}} />
                <div>
                  <b>{either(step.name, step.name_zh)}</b>
                  {step.level === place.level && <span className="stair-here">{say.here}</span>}
                  <p className="lk-2">
                    {step.from_amount === null
                      ? say.otherWay
                      : step.from_amount === 0
                        ? say.start
                        : say.from(write(step.from_amount))}
                  </p>
                  {step.benefits.length > 0 && (
                    <p>{step.benefits.map((one) => either(one.name, one.name_zh)).join(" · ")}</p>
                  )}
                </div>
              </li>
            ))}
          </ol>
        )}
      </Region>
    </section>
  );
}
