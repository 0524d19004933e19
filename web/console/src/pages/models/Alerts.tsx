import { useAsk } from "@liuke/kit/ask.ts";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { money } from "@liuke/kit/formats.ts";
import { Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { modelsWords } from "./models.words.ts";

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
            <PlainTable
              label={say.alerts}
              head={[say.place, say.sold, say.usual, say.causes]}
              right={[1, 2]}
              rows={moved.slice(0, 10).map((one) => ({
                key: `${one.region} ${one.category}`,
                cells: [
                  [one.region, one.category].filter(Boolean).join(" · ") || say.all,
                  `${one.sold_minor > one.usual_minor ? "▲" : "▼"} ${money(one.sold_minor, currency)}`,
                  money(one.usual_minor, currency),
                  one.causes.map((cause) => `${cause.name} ${money(cause.sold_minor - cause.usual_minor, currency)}`).join(say.comma),
                ],
              }))}
            />
          )
        }
      </Region>
    </section>
  );
}
