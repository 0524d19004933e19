/** Ask for a list in clear: how many, why, and the word of a second person. */

import { useMutation } from "@tanstack/react-query";
import { count } from "../formats.ts";
import type { Problem } from "../problem.ts";
import { useWords } from "../scheme.tsx";
import { useAddress } from "./address.ts";
import { deskWords } from "./desk.words.ts";
import { ReasonDialogue } from "./ReasonDialogue.tsx";

/** How the rows of a list leave with what is masked on the screen: by the word of a second person. */
export interface Clear<T> {
  /** How many leave at most. */
  most: number;
  /** Columns that leave even when they are not shown. */
  with: readonly string[];
  take: (most: number, reason: string, approval?: string) => Promise<T[]>;
}

/** The address tells how many are asked for, so that the way back from an approval asks for the same. */
export const TAKING = "take";

/** The dialogue; what was taken goes to `onTaken`. */
export function TakeClear<T>({ clear, onTaken }: { clear: Clear<T>; onTaken: (rows: T[]) => void }) {
  const say = useWords(deskWords);
  const { get, set } = useAddress();
  const most = Math.trunc(Number(get(TAKING))) || 0;
  const close = () => set({ [TAKING]: null });
  const act = useMutation<T[], Problem, { reason: string; approval?: string | undefined }>({
    mutationFn: ({ reason, approval }) => clear.take(most, reason, approval),
    onSuccess: (rows) => {
      onTaken(rows);
      close();
    },
  });
  return (
    <ReasonDialogue
      open={most > 0}
      title={say.clearTitle}
      act={say.clearAct(count(most))}
      acting={act}
      onAct={(reason, approval) => act.mutate({ reason, approval })}
      onClose={close}
    >
      <p>{say.clearEffect(count(most))}</p>
    </ReasonDialogue>
  );
}
