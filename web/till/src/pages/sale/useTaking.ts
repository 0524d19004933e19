/** What is typed or scanned lands where it belongs: on the counter, with the buyer, or in a dialogue. */

import { problemOf } from "@liuke/kit/problem.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useCallback, type RefObject } from "react";
import { forMember, withGood, type Recognised } from "../../basket/basket.ts";
import { basket as onCounter, place } from "../../basket/store.ts";
import { offlineSince } from "../../desk/line.ts";
import type { Good } from "../../desk/shelf.ts";
import { beep } from "./beep.ts";
import { writeInto } from "./burst.ts";
import { COUPON, look, namesPerson, QUANTITY, quantityIn, type Found } from "./look.ts";
import { saleWords } from "./sale.words.ts";
import type { Open } from "./Sheets.tsx";

/** What a sale does with what was taken; each stays the same between pictures. */
interface Taking {
  box: RefObject<HTMLInputElement | null>;
  storeId: string;
  setOpen: (open: Open) => void;
  setChosen: (line: number | null) => void;
  /** Say what cannot be taken; an empty text takes back what was said. */
  setRefused: (said: string) => void;
  close: () => void;
}

/** Return how goods, members and coupons come in. */
export function useTaking({ box, storeId, setOpen, setChosen, setRefused, close }: Taking) {
  const say = useWords(saleWords);
  const language = useLanguage();
  const refuse = useCallback((said: string) => {
    beep();
    setRefused(said);
  }, [setRefused]);
  const addGood = useCallback(
    (good: Good, units: number, grams = 0) => {
      if (good.price_minor === null) return refuse(say.noPrice(good.name));
      if (good.weighed && grams === 0) return setOpen({ what: "weigh", good });
      const changed = withGood(onCounter.value, good, units, grams);
      setRefused("");
      setChosen(changed.lines.findLast((line) => line.sku === good.sku)?.id ?? null);
      place(changed);
    },
    [refuse, say, setOpen, setRefused, setChosen],
  );
  const setMember = useCallback(
    (member: Recognised) => {
      setRefused("");
      place(forMember(onCounter.value, member));
      close();
    },
    [close, setRefused],
  );
  const onText = useCallback(
    async (text: string): Promise<Found | null> => {
      const { units, rest } = quantityIn(text);
      if (COUPON.test(rest)) return takeCoupon(rest.toUpperCase()) ? null : (refuse(say.notTheirs), null);
      const found = await look(rest, storeId);
      const [good] = found.goods;
      const [member] = found.members;
      if (good && found.exact) addGood(good, units);
      else if (member && found.exact) setMember(member);
      else if (good || member) return found;
      else if (namesPerson(rest)) setOpen({ what: "member", text: rest });
      else refuse(/^\d{6,}$/.test(rest) ? say.noCode(rest) : say.noMatch(rest));
      return null;
    },
    [addGood, storeId, refuse, say, setMember, setOpen],
  );
  const onScan = useCallback(
    (scanned: string) => {
      const typed = box.current?.value ?? "";
      const code = QUANTITY.test(typed) ? typed + scanned : scanned;
      if (code !== scanned) writeInto(box.current, "");
      onText(code).then(
        (left) => {
          if (left !== null) refuse(say.noCode(scanned));
        },
        (thrown: unknown) => refuse(offlineSince.value === null ? problemOf(thrown).title(language) : say.offlineLook),
      );
    },
    [box, onText, refuse, say, language],
  );
  return { addGood, setMember, onText, onScan };
}

/** Put a member's coupon on the table by its code; false when it is no coupon of theirs. */
function takeCoupon(code: string): boolean {
  const now = onCounter.value;
  if (now.member === null) return false;
  const own = now.member.coupons.find((coupon) => coupon.code.toUpperCase() === code);
  place({ ...now, picked: [...new Set([...(now.picked ?? []), own?.id ?? code])] });
  return true;
}
