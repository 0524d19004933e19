import type { Version } from "@liuke/client/api.ts";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { Mark, type MarkTone } from "@liuke/kit/desk/Mark.tsx";
import { instant } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Changes } from "./Changes.tsx";
import type { Doc } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { RollBack } from "./RollBack.tsx";
import { useDocuments } from "./versions.ts";
import { versionsWords } from "./versions.words.ts";

const TONES: Record<string, MarkTone> = {
  live: "good",
  scheduled: "waits",
  pilot: "waits",
  draft: "plain",
  retired: "plain",
  withdrawn: "bad",
};
type State = "live" | "scheduled" | "pilot" | "draft" | "retired" | "withdrawn";

function Difference({ version, against }: { version: Version; against: Version }) {
  const say = useWords(versionsWords);
  const { by } = useEditing();
  const asked = useAsk("GET /v1/programmes/versions/{version_id}/changes", {
    path: { version_id: version.id },
    query: { against: against.id },
  });
  return (
    <div className="version-changes">
      <h3>{say.difference(against.number, version.number)}</h3>
      <Region asked={asked} waiting={<Waiting rows={3} />}>
        {(changes) => <Changes of={changes} by={by} />}
      </Region>
    </div>
  );
}

/** Take an older version's document as a new draft. */
function Again({ version }: { version: Version }) {
  const say = useWords(versionsWords);
  const go = useNavigate();
  const docs = useDocuments([version.id]);
  const keep = useAct("POST /v1/programmes/drafts", {
    refresh: ["GET /v1/programmes/versions"],
    onDone: ([saved]) => saved && void go(`/programme/${saved.programme}/edit/tiers?draft=${saved.id}`),
  });
  const start = (doc: Doc) => keep.mutate({ body: [{ document: doc as unknown as Record<string, unknown> }] });
  const doc = docs.data?.get(version.id);
  return (
    <>
      <Button size="small" disabled={!doc} loading={keep.isPending} onClick={() => doc && start(doc)}>
        {say.again}
      </Button>
      {keep.error && <ProblemNote of={keep.error} />}
    </>
  );
}

/** How a version stands: its number, its state, since when, in which stores. */
function VersionState({ version }: { version: Version }) {
  const say = useWords(versionsWords);
  const language = useLanguage();
  const place = usePlace();
  const { by } = useEditing();
  const { effective_from: from, pilot = [] } = version;
  return (
    <>
      <strong>v{version.number}</strong>
      <Mark tone={TONES[version.state] ?? "plain"}>{say[version.state as State]}</Mark>
      <span className="lk-2">
        {from ? say.from(instant(from, place, language)) : say.made(instant(version.created_at, place, language))}
        {pilot.length > 0 && ` · ${say.pilotAt(pilot.map(by.store).join(language === "en" ? ", " : "、"))}`}
      </span>
    </>
  );
}

function Row({ version, before, onBack }: { version: Version; before: Version | undefined; onBack: () => void }) {
  const say = useWords(versionsWords);
  const may = useMay("programme.publish");
  const mayEdit = useMay("programme.edit");
  const [query, setQuery] = useSearchParams();
  const shown = query.get("diff") === version.id;
  const rules = ["live", "scheduled", "pilot"].includes(version.state);
  const compare = () =>
    setQuery((found) => {
      if (shown) found.delete("diff");
      else found.set("diff", version.id);
      return found;
    });
  return (
    <li className="version">
      <div className="version-head">
        <VersionState version={version} />
        <span className="version-acts">
          {before && (
            <Button size="small" aria-expanded={shown} onClick={compare}>
              {say.compare(before.number)}
            </Button>
          )}
          {mayEdit && version.state !== "draft" && <Again version={version} />}
          {may && rules && (
            <Button size="small" danger onClick={onBack}>
              {say.back(version.number)}
            </Button>
          )}
        </span>
      </div>
      {version.note && <p className="lk-2">{version.note}</p>}
      {shown && before && <Difference version={version} against={before} />}
    </li>
  );
}

/** The versions of a programme, newest first: what each changed, and how to go back. */
export function Versions({ versions }: { versions: readonly Version[] }) {
  const [back, setBack] = useState<Version | null>(null);
  const ruled = versions.filter((one) => ["live", "retired"].includes(one.state));
  const before = (version: Version) => versions.find((one) => one.state !== "draft" && one.number < version.number);
  return (
    <>
      <ol className="versions">
        {versions.map((version) => (
          <Row key={version.id} version={version} before={before(version)} onBack={() => setBack(version)} />
        ))}
      </ol>
      {back && (
        <RollBack
          version={back}
          next={ruled.find((one) => one.id !== back.id && one.number < back.number)}
          onClose={() => setBack(null)}
        />
      )}
    </>
  );
}
