/** What a member has is as old as the moment they were recognised: what went meanwhile leaves the basket. */

import type { Problem } from "@liuke/kit/problem.ts";
import { useEffect, useRef } from "react";
import type { Basket, Recognised } from "../../basket/basket.ts";
import { basket as onCounter, place } from "../../basket/store.ts";
import { ask } from "../../desk/line.ts";

/** The basket with its member as they are now, without a coupon that cannot be used. */
function without(basket: Basket, fresh: Recognised, gone: string): Basket {
  const coupons = fresh.coupons.filter((one) => one.id !== gone);
  const held = new Set(coupons.map((one) => one.id));
  const picked = basket.picked?.filter((one) => one !== gone && held.has(one)) ?? null;
  return { ...basket, member: { ...fresh, coupons }, picked };
}

/** Ask for the member anew when the price is refused for a coupon, once for each coupon; `onGone` says so. */
export function useFreshMember(basket: Basket, problem: Problem | null, onGone: (template: string) => void): void {
  const asked = useRef("");
  const tell = useRef(onGone);
  useEffect(() => {
    tell.current = onGone;
  });
  const id = basket.member?.id;
  const gone = problem?.code === "coupon_unusable" ? (problem.field<string>("coupon_id") ?? "") : "";
  useEffect(() => {
    if (id === undefined || gone === "" || asked.current === basket.number + gone) return;
    asked.current = basket.number + gone;
    ask("POST /till/members/lookups", { body: { text: id } }).then(
      ([fresh]) => {
        const now = onCounter.value;
        if (!fresh || now.member?.id !== fresh.id) return;
        tell.current(now.member.coupons.find((one) => one.id === gone)?.template ?? "");
        place(without(now, fresh, gone));
      },
      () => undefined,
    );
  }, [id, gone, basket.number]);
}
