import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { shellWords } from "../../shell/shell.words.ts";

/** The first page after signing in. */
export default function Home() {
  const say = useWords(shellWords);
  const me = useMe();
  return (
    <section className="page">
      <h1>{say.home}</h1>
      <p>{me.name}</p>
    </section>
  );
}
