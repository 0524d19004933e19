/** What the server says of the member on every page: asked once, shared by all. */

import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { createContext, useContext, type ReactNode } from "react";

export type HomeAnswer = Answer<"GET /v1/m/home">;

const Known = createContext<HomeAnswer | null>(null);

/** Ask for the first page's content. */
export function useHomeAsked() {
  return useAsk("GET /v1/m/home", {}, { staleTime: 15_000 });
}

/** Give the pages below what is known of the member. */
export function HomeIs({ home, children }: { home: HomeAnswer; children: ReactNode }) {
  return <Known value={home}>{children}</Known>;
}

/** Return what is known of the member; only below `HomeIs`. */
export function useHome(): HomeAnswer {
  const home = useContext(Known);
  if (home === null) throw new Error("useHome stands outside HomeIs");
  return home;
}
