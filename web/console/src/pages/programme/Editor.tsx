import { Region, Waiting, Empty } from "@liuke/kit/notes.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { EditorFrame } from "./EditorFrame.tsx";
import { frameWords } from "./frame.words.ts";
import { programmesOf, useDocuments, useVersions } from "./versions.ts";
import type { Version } from "@liuke/client/api.ts";
import "./programme.css";
import "./editor.css";

/** Load what the editor stands on: the draft, what is live, and the other live programmes. */
function Loaded({ code, versions }: { code: string; versions: readonly Version[] }) {
  const say = useWords(frameWords);
  const [query] = useSearchParams();
  const programmes = programmesOf(versions);
  const own = programmes.find((one) => one.code === code);
  // Chosen once: saving makes new revisions, and they must not begin the editor anew.
  const [chosen] = useState(() => {
    const asked = own?.versions.find((one) => one.id === query.get("draft") && one.state === "draft");
    return asked ?? own?.draft ?? own?.live ?? own?.versions[0];
  });
  const others = programmes.flatMap((one) => (one.code !== code && one.live ? [one.live.id] : []));
  const ids = [...new Set([chosen?.id, own?.live?.id, ...others].filter((id) => id !== undefined))];
  const docs = useDocuments(ids, chosen !== undefined);
  const stores = useEveryStore();
  if (!own || !chosen) {
    return (
      <Empty title={say.missing}>
        <Link to="/programme">
          <Button>{say.programme}</Button>
        </Link>
      </Empty>
    );
  }
  return (
    <Region asked={docs} waiting={<Waiting rows={10} />}>
      {(found) => {
        const doc = found.get(chosen.id);
        const liveDoc = own.live && found.get(own.live.id);
        if (!doc) return <Waiting rows={10} />;
        return (
          <EditorFrame
            key={chosen.id}
            code={code}
            first={doc}
            from={chosen}
            live={own.live && liveDoc ? { version: own.live, doc: liveDoc } : undefined}
            versions={own.versions}
            others={others.flatMap((id) => found.get(id) ?? [])}
            stores={stores.data ?? []}
          />
        );
      }}
    </Region>
  );
}

/** Edit a programme: a draft in sentences, tried and simulated before it is published. */
export default function Editor() {
  const { code = "" } = useParams();
  const asked = useVersions();
  // `from` begins the editor anew, on what somebody else saved.
  const [query] = useSearchParams();
  return (
    <Needs right="programme.read">
      <section className={asked.data && !asked.error ? undefined : "page"}>
        <Region asked={asked} waiting={<Waiting rows={10} />}>
          {(versions) => <Loaded key={`${code} ${query.get("again") ?? ""}`} code={code} versions={versions} />}
        </Region>
      </section>
    </Needs>
  );
}
