import type { Version } from "@liuke/client/api.ts";
import { when } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { Button } from "antd";
import { Link } from "react-router";
import type { Draft } from "./draft.ts";
import { useEditing } from "./editing.tsx";
import { frameWords } from "./frame.words.ts";
import { useSecond } from "./Alone.tsx";
import { nameOf } from "./tell.ts";

function Kept({ of }: { of: Draft["keeping"] }) {
  const say = useWords(frameWords);
  const language = useLanguage();
  const place = usePlace();
  const told = {
    unchanged: say.unchanged,
    changed: say.changed,
    saving: say.saving,
    refused: say.refused,
    conflict: say.refused,
    saved: of.is === "saved" ? say.saved(when(of.at, place, language)) : "",
  }[of.is];
  return (
    <span className="lk-2" aria-live="polite" data-kept={of.is}>
      {told}
    </span>
  );
}

/** Where the draft stands: its number, what is live, when it was saved, and the way on. */
export function StateBar({ draft, live, onPublish }: { draft: Draft; live: Version | undefined; onPublish: () => void }) {
  const say = useWords(frameWords);
  const { doc, by } = useEditing();
  const { limit } = useSecond();
  const may = useMay("programme.publish");
  const { mark, keeping } = draft;
  const some = mark.id !== null || keeping.is !== "unchanged";
  return (
    <header className="state-bar">
      <div>
        <Link to="/programme">{say.programme}</Link>
        <h1>{nameOf(doc, by.language)}</h1>
        <p className="state-facts">
          <Mark tone="plain">{mark.number ? say.draftOf(mark.number) : say.newDraft}</Mark>
          <span className="lk-2">{live ? say.liveOf(live.number) : say.notLive}</span>
          <Kept of={keeping} />
        </p>
      </div>
      {may && some && (
        <Button type="primary" onClick={onPublish} disabled={keeping.is === "conflict"}>
          {limit < 1 ? say.ask : say.publish(mark.number ?? 1)}
        </Button>
      )}
      {keeping.is === "refused" && keeping.problem.code !== "faulty_programme" && <ProblemNote of={keeping.problem} />}
    </header>
  );
}
