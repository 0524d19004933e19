import { money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import type { Quoted } from "../../basket/useQuote.ts";
import { saleWords } from "./sale.words.ts";

/** On a phone: the amount and the way to charge it, at the thumb. */
export function PayBar({ quoted, ready, onCharge }: { quoted: Quoted; ready: boolean; onCharge: () => void }) {
  const say = useWords(saleWords);
  const { currency } = usePlace();
  const due = money(quoted.decision.payable_minor ?? 0, currency);
  return (
    <div className="till-bar">
      <span className={quoted.stale ? "till-stale" : undefined}>
        {say.pay} <strong className="lk-num">{due}</strong>
      </span>
      <Button type="primary" disabled={!ready || quoted.stale} onClick={onCharge}>
        {say.charge(due)}
      </Button>
    </div>
  );
}
