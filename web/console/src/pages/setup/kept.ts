/** What was typed in the first run so far, kept on this device; never a password. */

import { useCallback, useState } from "react";

export interface Typed {
  shop: string;
  currency: string;
  zone: string;
  store: string;
  code: string;
  name: string;
  sign_in: string;
}

const KEY = "liuke.setup";
const TOKEN = "liuke.setup.token";

function first(): Typed {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "Asia/Shanghai";
  const empty = { shop: "", currency: "CNY", zone, store: "", code: "1", name: "", sign_in: "" };
  const kept = sessionStorage.getItem(KEY);
  return kept === null ? empty : { ...empty, ...(JSON.parse(kept) as Partial<Typed>) };
}

/** Return what was typed and how to keep more of it. */
export function useTyped(): [Typed, (more: Partial<Typed>) => void] {
  const [typed, type] = useState(first);
  const keep = useCallback(
    (more: Partial<Typed>) =>
      type((before) => {
        const made = { ...before, ...more };
        sessionStorage.setItem(KEY, JSON.stringify(made));
        return made;
      }),
    [],
  );
  return [typed, keep];
}

/** Return the one-time token of the link, also after coming back to this tab without it. */
export function tokenOf(hash: string): string {
  const given = new URLSearchParams(hash.replace(/^#/, "")).get("token");
  if (given) sessionStorage.setItem(TOKEN, given);
  return given ?? sessionStorage.getItem(TOKEN) ?? "";
}

/** Forget the token once it is used. */
export function forget(): void {
  sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(TOKEN);
}
