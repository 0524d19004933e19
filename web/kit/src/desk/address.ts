/** What a page shows, held in its address: a copied link shows a colleague the same. */

import { useSearchParams } from "react-router";

export type Wanted = Record<string, string | null | undefined>;

/** Return how to read and change the query of the address; an empty value takes it away. */
export function useAddress() {
  const [query, setQuery] = useSearchParams();
  const set = (wanted: Wanted, options: { push?: boolean } = {}) => {
    // As it stands now: an answer that comes late must not bring an older address back.
    const next = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(wanted)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setQuery(next, { replace: !options.push, preventScrollReset: true });
  };
  return { get: (name: string) => query.get(name) ?? "", query, set };
}
