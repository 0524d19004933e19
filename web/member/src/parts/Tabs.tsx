import { useSearchParams } from "react-router";
import { Choices } from "./Choices.tsx";

type Pair<T> = readonly [value: T, word: string];

/** Choose one of a few lists; the choice stands in the address, under `of`. */
export function Tabs<T extends string>(props: { of: string; name: string; choices: readonly Pair<T>[] }) {
  const { of, name, choices } = props;
  const [query, setQuery] = useSearchParams();
  const chosen = useTab(of, choices);
  const choose = (one: T) => {
    const next = new URLSearchParams(query);
    next.set(of, one);
    setQuery(next, { replace: true });
  };
  const all = choices.map(([value, word]) => ({ value, word }));
  return <Choices name={name} chosen={chosen} choices={all} onChoose={choose} />;
}

/** Return the choice of `Tabs`, the first when none was made. */
export function useTab<T extends string>(of: string, choices: readonly Pair<T>[]): T {
  const [query] = useSearchParams();
  const found = choices.find(([one]) => one === query.get(of)) ?? choices[0];
  if (!found) throw new Error("tabs without a choice");
  return found[0];
}
