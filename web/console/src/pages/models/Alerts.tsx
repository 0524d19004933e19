import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/me.tsx";
import { Region } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { modelsWords } from "./models.words.ts";

type Moved = Answer<"GET /v1/movements">[number];

/** Regions and categories whose last day left what is usual of its weekday, and what moved them. */
export function Alerts() {
  const say = useWords(modelsWords);
  const { currency } = usePlace();
  const asked = useAsk("GET /v1/movements", {});
  return (
    <section className="card models-block">
      <h2>{say.alerts}</h2>
      <Region asked={asked}>
        {(moved) =>
          moved.length === 0 ? (
            <p>{say.nothingMoved}</p>
          ) : (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys
            <div className="models-table" tabIndex={0}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{say.place}</th>
                    <th scope="col">{say.sold}</th>
                    <th scope="col">{say.usual}</th>
                    <th scope="col" className="models-words">{say.causes}</th>
                  </tr>
                </thead>
                <tbody>{moved.slice(0, 10).map((one) => <Row key={`${one.region} ${one.category}`} of={one} currency={currency} />)}</tbody>
              </table>
            </div>
          )
        }
      </Region>
    </section>
  );
}

function Row({ of, currency }: { of: Moved; currency: string }) {
  const say = useWords(modelsWords);
  const causes = of.causes.map((one) => `${one.name} ${money(one.sold_minor - one.usual_minor, currency)}`);
  return (
    <tr>
      <th scope="row">{[of.region, of.category].filter(Boolean).join(" · ") || say.all}</th>
      <td className="lk-num">{of.sold_minor > of.usual_minor ? "▲" : "▼"} {money(of.sold_minor, currency)}</td>
      <td className="lk-num">{money(of.usual_minor, currency)}</td>
      <td className="models-words lk-2">{causes.join(say.comma)}</td>
    </tr>
  );
}
