import { useWords } from "@liuke/kit/scheme.tsx";
import { Clause, Folded } from "./Clause.tsx";
import { editorWords } from "./editor.words.ts";
import { LongAt, TextAt } from "./fields.tsx";
import { moreWords } from "./more.words.ts";

/** What the programme itself is called, and what it says of itself. */
export function HeadForm() {
  const say = useWords(moreWords);
  const both = useWords(editorWords);
  return (
    <Folded title={say.head}>
      <Clause title={both.name}>
        <TextAt path={["name_zh"]} label={both.nameZh} wide />
        <TextAt path={["name"]} label={both.nameEn} wide />
      </Clause>
      <Clause title={say.aboutZh}>
        <LongAt path={["description_zh"]} label={say.aboutZh} />
      </Clause>
      <Clause title={say.aboutEn}>
        <LongAt path={["description"]} label={say.aboutEn} />
      </Clause>
    </Folded>
  );
}
