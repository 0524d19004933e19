import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { loadAnew } from "@liuke/kit/upgrade.ts";
import { useRouteError } from "react-router";
import { shellWords } from "./shell.words.ts";

/** Say that a page could not be drawn; the others keep working. */
export function Broken() {
  const say = useWords(shellWords);
  const thrown = useRouteError();
  return (
    <section className="m-page">
      <header className="m-head">
        <h1>{say.broken}</h1>
      </header>
      <ProblemNote of={thrown} onRetry={loadAnew} />
    </section>
  );
}
