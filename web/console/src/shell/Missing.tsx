import { Empty } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { shellWords } from "./shell.words.ts";

/** Say that an address leads nowhere, and the way home. */
export function Missing() {
  const say = useWords(shellWords);
  return (
    <Empty title={say.missing}>
      <Link to="/">{say.toHome}</Link>
    </Empty>
  );
}
