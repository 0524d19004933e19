/** Who is signed in, what they may do, and where the shop is. */

import { createContext, useContext, type ReactNode } from "react";
import { useAsk } from "./ask.ts";
import type { Answer } from "./call.ts";
import type { Place } from "./formats.ts";

export type Me = Answer<"GET /v1/me">;

const Known = createContext<Me | null>(null);

/** Give the pages below who is signed in. */
export function MeIs({ me, children }: { me: Me; children: ReactNode }) {
  return <Known value={me}>{children}</Known>;
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

/** Return the shop's currency and time zone. */
export function usePlace(): Place {
  const { merchant } = useMe();
  return { currency: merchant?.currency ?? "CNY", timeZone: merchant?.time_zone ?? "Asia/Shanghai" };
}
