/** What stands in an open list that has no entries. */

import { kitWords } from "../kit.words.ts";
import { ProblemNote } from "../notes.tsx";
import { useWords } from "../scheme.tsx";

interface Props {
  asked: { error: unknown; isPending: boolean; refetch: () => unknown };
  none: string;
}

/** Say that it is being looked for, could not be looked for, or is not there: never one for another. */
export function NothingFound({ asked, none }: Props) {
  const kit = useWords(kitWords);
  if (asked.error) return <ProblemNote of={asked.error} onRetry={() => void asked.refetch()} />;
  return <>{asked.isPending ? kit.loading : none}</>;
}
