import { forMember, type Basket, type Recognised } from "../../basket/basket.ts";
import type { Sale, Tender } from "../../basket/sale.ts";
import { basket as onCounter, place } from "../../basket/store.ts";
import { earnedOf } from "../../basket/told.ts";
import type { Quoted } from "../../basket/useQuote.ts";
import type { Good } from "../../desk/shelf.ts";
import { Charge } from "./Charge.tsx";
import { Coupons } from "./Coupons.tsx";
import { FindMember } from "./FindMember.tsx";
import { Held } from "./Held.tsx";
import { Keys } from "./Keys.tsx";
import type { useCharge } from "./useCharge.ts";
import { Weigh } from "./Weigh.tsx";
import { Why } from "./Why.tsx";

export type Open =
  | { what: "keys" | "coupons" | "held" | "charge" | "why" }
  | { what: "member"; text: string }
  | { what: "weigh"; good: Good };

interface Given {
  open: Open | null;
  basket: Basket;
  quoted: Quoted;
  charging: ReturnType<typeof useCharge>;
  offline: boolean;
  storeId: string;
  sale: Sale;
  onMember: (member: Recognised) => void;
  onGrams: (good: Good, grams: number) => void;
  onPaid: (tenders: Tender[], change: number) => Promise<void>;
  onClose: () => void;
}

/** The dialogue that is open over the sale, if one is. */
export function Sheets({ open, basket, quoted, charging, offline, onClose, ...given }: Given) {
  const earns = basket.member !== null && !quoted.provisional && earnedOf(quoted.decision).length > 0;
  switch (open?.what) {
    case "keys":
      return <Keys onClose={onClose} />;
    case "held":
      return <Held onClose={onClose} />;
    case "why":
      return <Why sale={given.sale} decision={quoted.decision} onClose={onClose} />;
    case "weigh":
      return <Weigh good={open.good} onGrams={(grams) => given.onGrams(open.good, grams)} onClose={onClose} />;
    case "coupons":
      return (
        <Coupons
          basket={basket}
          quoted={quoted}
          onPick={(picked) => place({ ...onCounter.value, picked })}
          onClose={onClose}
        />
      );
    case "member":
      return (
        <FindMember
          text={open.text}
          storeId={given.storeId}
          onMember={given.onMember}
          onWhom={(whom) => {
            place({ ...onCounter.value, member: null, whom });
            onClose();
          }}
          known={basket.member !== null || basket.whom !== ""}
          onGuest={() => {
            place(forMember(onCounter.value, null));
            onClose();
          }}
          onClose={onClose}
        />
      );
    case "charge":
      return (
        <Charge
          due={quoted.decision.payable_minor ?? 0}
          earning={earns ? { sale: given.sale, decision: quoted.decision } : null}
          busy={charging.busy}
          offline={offline}
          problem={charging.problem}
          onPaid={(tenders, change) => void given.onPaid(tenders, change)}
          onClose={onClose}
        />
      );
    default:
      return null;
  }
}
