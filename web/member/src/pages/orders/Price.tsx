import { Money } from "@liuke/kit/figures.tsx";
import { figure, unitOf } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEither } from "../../parts/saying.ts";
import { useMeasured } from "../../parts/useAmount.ts";
import { useHome } from "../../shell/home.tsx";
import type { Bought } from "./Orders.tsx";
import { orderWords } from "./orders.words.ts";

/** How the price came about, step by step, and what the order gave. */
export function Price({ bought }: { bought: Bought }) {
  const say = useWords(orderWords);
  const either = useEither();
  const spent = useSpent();
  const { decision } = bought.page.order;
  const named = (code: string) => {
    const found = bought.offers.find((one) => one.code === code);
    return found ? either(found.name, found.name_zh) : code;
  };
  const offs = (decision.effects ?? []).filter((one) => one.applied_minor !== 0 && one.stage !== "shipping");
  return (
    <section className="m-section">
      <h2>{say.price}</h2>
      <div className="m-card">
        <Step word={say.gross} minor={decision.gross_minor ?? 0} />
        {Boolean(decision.cut_minor) && <Step word={say.cut} minor={-(decision.cut_minor ?? 0)} />}
        {offs.map((one) => (
          <Step key={`${one.stage}/${one.rule}/${one.coupon ?? ""}/${one.kind}`} word={named(one.rule)} minor={-one.applied_minor} />
        ))}
        {(decision.spends ?? []).map((one) => (
          <Step key={one.rule + one.book} word={say.points(spent(one.book, one.points))} minor={-one.worth_minor} />
        ))}
        {Boolean(decision.shipping_minor) && <Step word={say.shipping} minor={decision.shipping_minor ?? 0} />}
        {Boolean(decision.shipping_off_minor) && (
          <Step word={say.shippingOff} minor={-(decision.shipping_off_minor ?? 0)} />
        )}
        <p className="m-split price-sum">
          <b>{say.due}</b>
          <b>
            <Money minor={decision.payable_minor ?? 0} />
          </b>
        </p>
      </div>
      <Awards bought={bought} />
    </section>
  );
}

/** Return how to write points of a book by its code; one that is gone holds points. */
function useSpent(): (book: string, points: number) => string {
  const { points: books } = useHome();
  const write = useMeasured();
  return (book, points) => write(points, books.find((one) => one.book === book)?.unit ?? unitOf({}));
}

function Step({ word, minor }: { word: string; minor: number }) {
  return (
    <p className="m-split">
      <span>{word}</span>
      <Money minor={minor} />
    </p>
  );
}

function Awards({ bought }: { bought: Bought }) {
  const say = useWords(orderWords);
  const either = useEither();
  const { points } = useHome();
  const awards = bought.page.order.decision.awards ?? [];
  if (awards.length === 0) return null;
  return (
    <>
      <h2>{say.earned}</h2>
      <div className="m-card">
        {awards.map((award) => {
          const book = points.find((one) => one.book === award.book);
          return (
            <div key={award.book}>
              <p className="m-split">
                <b>{book ? either(book.name, book.name_zh) : award.book}</b>
                <b className="lk-num">{say.earnedOf(figure(award.points, book?.unit.decimals))}</b>
              </p>
              {award.parts.map((part) => (
                <p key={part.rule} className="lk-2">
                  {either(part.text, part.text_zh)}
                </p>
              ))}
            </div>
          );
        })}
      </div>
    </>
  );
}
