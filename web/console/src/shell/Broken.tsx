import { ProblemNote } from "@liuke/kit/notes.tsx";
import { Offline } from "@liuke/kit/problem.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { servedNow, type Served } from "@liuke/kit/upgrade.ts";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { Link, useRouteError } from "react-router";
import { shellWords } from "./shell.words.ts";

/** Say that a page could not be drawn, and offer what helps; the rest of the console keeps working. */
export function Broken() {
  const say = useWords(shellWords);
  const thrown = useRouteError();
  const [served, learn] = useState<Served | null>(null);
  useEffect(() => void servedNow().then(learn), []);
  const again = async () => {
    const found = await servedNow();
    learn(found);
    // Without an answer the page that stands is better than the browser's own.
    if (found !== "silent") location.reload();
  };
  return (
    <section className="page">
      <h1>{say.broken}</h1>
      {served === "other" ? (
        <>
          <p>{say.renewed}</p>
          <div className="page-acts">
            <Button type="primary" onClick={() => void again()}>
              {say.loadRenewed}
            </Button>
          </div>
        </>
      ) : (
        <ProblemNote of={served === "silent" ? new Offline() : thrown} onRetry={() => void again()} />
      )}
      <p>
        <Link className="lk-link" to="/">
          {say.toHome}
        </Link>
      </p>
    </section>
  );
}
