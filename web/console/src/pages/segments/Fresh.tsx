import type { Answer } from "@liuke/kit/call.ts";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { segmentsWords } from "./segments.words.ts";

export type Segment = Answer<"GET /v1/segments/{code}">;

/** How fresh the count is: when, and whether it is being made anew or out of date. */
export function Fresh({ of }: { of: Segment }) {
  const say = useWords(segmentsWords);
  const { running, stale, as_of } = of.fresh;
  return (
    <span className="segment-fresh">
      {as_of ? <When at={as_of} /> : <span className="lk-2">{say.never}</span>}
      {running && <Mark tone="waits">{say.running}</Mark>}
      {!running && stale && as_of && <Mark tone="warns">{say.stale}</Mark>}
    </span>
  );
}
