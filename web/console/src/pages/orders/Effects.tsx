import { Money } from "@liuke/kit/figures.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { orderWords } from "./orders.words.ts";
import { useTenderWord } from "./states.tsx";
import { Undone } from "./Undone.tsx";

interface Foreseen {
  refund_minor: number;
  refunds: readonly { kind: string; amount_minor: number }[];
  undone: readonly { what: string; subject: string; text: string; text_zh: string }[];
}

/** What giving goods back repays and undoes, as it was foreseen. */
export function Effects({ of }: { of: Foreseen }) {
  const say = useWords(orderWords);
  const word = useTenderWord();
  return (
    <>
      <dl className="order-sum">
        {of.refunds.map((one) => [
          <dt key={`${one.kind} name`}>{word(one.kind)}</dt>,
          <dd key={one.kind}><Money minor={one.amount_minor} /></dd>,
        ])}
        <dt className="order-total">{say.refund}</dt>
        <dd className="order-total"><Money minor={of.refund_minor} /></dd>
      </dl>
      {of.undone.length === 0 ? (
        <span className="lk-2">{say.nothingElse}</span>
      ) : (
        <>
          <h3>{say.alsoUndone}</h3>
          <Undone of={of.undone} />
        </>
      )}
    </>
  );
}
