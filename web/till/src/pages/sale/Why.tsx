import { money } from "@liuke/kit/formats.ts";
import { useAsk } from "@liuke/kit/ask.ts";
import { Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import type { Decision } from "../../basket/useQuote.ts";
import type { Sale } from "../../basket/sale.ts";
import { useNames, usePoints } from "../../desk/counter.tsx";
import { saleWords } from "./sale.words.ts";
import { Sheet } from "./Sheet.tsx";
import { useReason } from "./useHint.ts";

/** Every live rule: what it gave this basket, or why it gave nothing. */
export function Why({ sale, decision, onClose }: { sale: Sale; decision: Decision; onClose: () => void }) {
  const say = useWords(saleWords);
  const nameOf = useNames();
  const points = usePoints();
  const reasonOf = useReason();
  const language = useLanguage();
  const { currency } = usePlace();
  const asked = useAsk("POST /till/explanations", { body: sale });
  return (
    <Sheet title={say.whyTitle} wide onClose={onClose}>
      <h3>{say.applied}</h3>
      <ul className="till-why">
        {(decision.effects ?? []).map((effect) => (
          <li key={`${effect.rule} ${effect.coupon ?? ""}`}>
            <span>{nameOf(effect.rule)}</span>
            <span className="lk-num">−{money(effect.applied_minor, currency)}</span>
          </li>
        ))}
        {(decision.awards ?? []).flatMap((award) =>
          award.parts.map((part) => (
            <li key={`${award.book} ${part.rule}`}>
              <span>{language === "en" ? part.text : part.text_zh}</span>
              <span className="lk-num">+{points.named(award.book, part.points)}</span>
            </li>
          )),
        )}
      </ul>
      <h3>{say.notApplied}</h3>
      <Region asked={asked}>
        {(missed) => (
          <ul className="till-why">
            {missed.map((one) => (
              <li key={`${one.rule} ${one.coupon ?? ""}`}>
                <span>{nameOf(one.rule || (one.other ?? ""))}</span>
                <span className="lk-2">{reasonOf(one)}</span>
              </li>
            ))}
          </ul>
        )}
      </Region>
    </Sheet>
  );
}
