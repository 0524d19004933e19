import type { Answer } from "@liuke/kit/call.ts";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { buildWords } from "./build.words.ts";

export interface Fault {
  node: string;
  reason: string;
  reason_zh: string;
}

export interface Notes {
  sizes?: Answer<"POST /v1/segments/sizes">["rows"] | undefined;
  verdicts?: Answer<"POST /v1/segments/explanations">["rows"] | undefined;
  faults?: readonly Fault[] | undefined;
}

/** Beside a row: how many it fits and leaves, what it found of one member, what is wrong with it. */
export function RowNote({ place, leaf, notes }: { place: string; leaf: string; notes: Notes }) {
  const say = useWords(buildWords);
  const language = useLanguage();
  const size = notes.sizes?.find((one) => one.node === place);
  const fault = notes.faults?.find((one) => one.node === place || one.node === leaf);
  return (
    <div className="build-note">
      {size && (
        <span className="lk-2 lk-num">
          {say.fits(count(size.members))} · {say.left(count(size.left))}
        </span>
      )}
      <VerdictMark place={place} leaf={leaf} notes={notes} />
      {fault && <Mark tone="bad">{language === "en" ? fault.reason : fault.reason_zh}</Mark>}
    </div>
  );
}

function VerdictMark({ place, leaf, notes }: { place: string; leaf: string; notes: Notes }) {
  const say = useWords(buildWords);
  const verdict = notes.verdicts?.find((one) => one.node === place);
  const found = notes.verdicts?.find((one) => one.node === leaf);
  if (!verdict) return null;
  const looked = found?.fact || found?.kind === "did";
  return (
    <Mark tone={verdict.verdict ? "good" : "plain"}>
      {verdict.verdict ? say.yes : say.no}
      {looked ? ` · ${say.found(told(found?.found, say.nothing))}` : ""}
    </Mark>
  );
}

function told(found: unknown, nothing: string): string {
  if (found === null || found === undefined) return nothing;
  return Array.isArray(found) ? found.join(", ") : String(found);
}
