import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { shellWords } from "./shell.words.ts";

/** Say that nothing lives at this address, and lead back. */
export function Missing() {
  const say = useWords(shellWords);
  return (
    <section className="m-page">
      <header className="m-head">
        <h1>{say.missing}</h1>
      </header>
      <p>{say.missingWhy}</p>
      <Link className="m-button" to="/">
        {say.home}
      </Link>
    </section>
  );
}
