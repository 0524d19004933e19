import { kitWords } from "@liuke/kit/kit.words.ts";
import { ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import type { ReactNode } from "react";

interface Asked {
  isPending: boolean;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

/** A list that is read page by page: its rows, or why there are none, and the way to more. */
export function Listed<T>(props: {
  asked: Asked;
  rows: readonly T[];
  empty: ReactNode;
  height?: number;
  children: (row: T) => ReactNode;
}) {
  const { asked, rows, empty, height = 72, children } = props;
  const kit = useWords(kitWords);
  if (asked.isPending) return <Waiting rows={3} height={height} />;
  return (
    <>
      {rows.length === 0 && !asked.error && empty}
      {rows.length > 0 && <ul className="m-list">{rows.map(children)}</ul>}
      {Boolean(asked.error) && <ProblemNote of={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.hasNextPage && (
        <button
          type="button" className="m-button m-plain" disabled={asked.isFetchingNextPage}
          onClick={() => void asked.fetchNextPage()}
        >
          {asked.isFetchingNextPage ? kit.loading : kit.more}
        </button>
      )}
    </>
  );
}
