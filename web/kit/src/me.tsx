/** Who is signed in, what they may do, and where the shop is. */

import { createContext, useContext, useMemo, type ReactNode } from "react";
import { useAsk } from "./ask.ts";
import type { Answer } from "./call.ts";
import { PlaceIs } from "./place.tsx";

export type Me = Answer<"GET /v1/me">;

const Known = createContext<Me | null>(null);

/** Give the pages below who is signed in. */
export function MeIs({ me, children }: { me: Me; children: ReactNode }) {
  const currency = me.merchant?.currency ?? "CNY";
  const timeZone = me.merchant?.time_zone ?? "Asia/Shanghai";
  const place = useMemo(() => ({ currency, timeZone }), [currency, timeZone]);
  return (
    <Known value={me}>
      <PlaceIs place={place}>{children}</PlaceIs>
    </Known>
  );
}

/** Return who is signed in; only below `MeIs`. */
export function useMe(): Me {
  const me = useContext(Known);
  if (me === null) throw new Error("useMe stands outside MeIs");
  return me;
}

/** Return whether who is signed in may do something: `useMay("points.adjust")`. */
export function useMay(permission: string): boolean {
  return useMe().permissions.includes(permission);
}

/** Ask who is signed in. */
export function useSignedIn() {
  return useAsk("GET /v1/me", {}, { staleTime: 60_000 });
}
