import { usePages } from "@liuke/kit/ask.ts";
import { day, dayOf, figure } from "@liuke/kit/formats.ts";
import { Empty } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Listed } from "../../parts/Listed.tsx";
import { useAmount } from "../../parts/useAmount.ts";
import type { Book } from "./Points.tsx";
import { pointWords } from "./points.words.ts";

/** What is left of what came in together, and when it ends. */
export function Lots({ book }: { book: Book }) {
  const say = useWords(pointWords);
  const language = useLanguage();
  const { timeZone } = usePlace();
  const asked = usePages("GET /v1/m/points/{book}/lots", { path: { book: book.book }, query: { limit: 50 } });
  const write = useAmount(book);
  return (
    <Listed asked={asked} rows={asked.rows} empty={<Empty title={say.noLots}>{say.noLotsWhy}</Empty>}>
      {(lot) => (
        <li key={lot.lot} className="entry">
          <p className="m-split">
            <b>{lot.expires_on ? say.due(day(lot.expires_on, language)) : say.never}</b>
            <span className="lk-num">{say.left(figure(lot.remaining, book.unit.decimals), write(lot.points))}</span>
          </p>
          <p className="lk-2">{say.earned(day(lot.earned_on, language))}</p>
          {lot.pending && lot.available_at && (
            <p className="lk-2">{say.opens(day(dayOf(new Date(lot.available_at), timeZone), language))}</p>
          )}
        </li>
      )}
    </Listed>
  );
}
