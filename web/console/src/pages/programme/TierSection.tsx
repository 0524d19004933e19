import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { freshCode, levelsOf, type Path, type TierSet } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords, named } from "./editor.words.ts";
import { NumberAt } from "./amounts.tsx";
import { ChoiceAt } from "./choices.tsx";
import { Clause } from "./Clause.tsx";
import { TextAt } from "./fields.tsx";
import { Item, Section, useAdd } from "./Item.tsx";
import { LadderForm } from "./LadderForm.tsx";
import { LevelForm } from "./LevelForm.tsx";
import { SetMore } from "./SetMore.tsx";
import { setOf } from "./standing.ts";
import { nameOf } from "./tell.ts";

function SetForm({ path, set }: { path: Path; set: TierSet }) {
  const say = useWords(editorWords);
  const { doc, by, set: change } = useEditing();
  const options = (codes: readonly string[], word: (code: string) => string) =>
    codes.map((value) => ({ value, label: word(value) }));
  const window = set.window?.kind ?? "all_time";
  const books = (doc.books ?? []).map((book) => ({ value: book.code, label: nameOf(book, by.language) }));
  const add = () => {
    const code = freshCode("level", levelsOf(doc).map(({ level }) => level));
    const last = set.levels.at(-1)?.entry_threshold ?? 0;
    const level = { code, ...named("newLevel"), colour: "#9aa0a6", entry_threshold: last ? last * 2 : 100_000 };
    change([...path, "levels"], [...set.levels, level]);
  };
  return (
    <>
      <Clause title={say.name}>
        <TextAt path={[...path, "name_zh"]} label={say.nameZh} />
        <TextAt path={[...path, "name"]} label={say.nameEn} />
      </Clause>
      <Clause title={say.basis}>
        <ChoiceAt
          path={[...path, "basis", "kind"]}
          label={say.basis}
          options={options(["spend", "points", "orders", "referrals", "manual"], say.bases)}
        />
        {set.basis.kind === "points" && <ChoiceAt path={[...path, "basis", "book"]} label={say.book} options={books} />}
      </Clause>
      <Clause title={say.window}>
        <ChoiceAt
          path={[...path, "window", "kind"]}
          label={say.window}
          none="all_time"
          options={options(["all_time", "calendar", "card_year", "rolling"], say.windows)}
        />
        {window === "calendar" && (
          <ChoiceAt
            path={[...path, "window", "calendar"]}
            label={say.windows("calendar")}
            none="year"
            options={options(["year", "quarter", "month"], say.calendars)}
          />
        )}
        {window === "rolling" && (
          <NumberAt path={[...path, "window", "days"]} label={say.windows("rolling")} none={365} suffix={say.days} />
        )}
      </Clause>
      <Clause title={say.drop}>
        <ChoiceAt
          path={[...path, "drop"]}
          label={say.drop}
          none="deserved"
          options={options(["deserved", "one", "never"], say.drops)}
        />
        <NumberAt path={[...path, "grace_days"]} label={say.grace} told none={0} suffix={say.days} />
      </Clause>
      <SetMore path={path} set={set} />
      {set.levels.map((level, place) => (
        <LevelForm key={level.code} path={[...path, "levels", place]} set={set} place={place} />
      ))}
      <div>
        <Button onClick={add}>{say.addLevel}</Button>
      </div>
      <LadderForm path={[...path, "ladder"]} set={set} />
    </>
  );
}

/** The sets of levels of a programme. */
export function TierSection() {
  const say = useWords(editorWords);
  const { doc, by } = useEditing();
  const add = useAdd();
  const sets = doc.tiers ?? [];
  const fresh = (): TierSet => ({
    code: freshCode("levels", sets),
    ...named("newSet"),
    basis: { kind: "spend" },
    levels: [{ code: freshCode("level", levelsOf(doc).map(({ level }) => level)), ...named("newLevel"), entry_threshold: 0 }],
  });
  return (
    <Section add={say.addSet} onAdd={() => add("tiers", fresh())}>
      {sets.length === 0 && <p className="lk-2">{say.empty}</p>}
      {sets.map((set, place) => (
        <Item
          key={set.code}
          path={["tiers", place]}
          thing={set}
          told={`${set.levels.map((level) => nameOf(level, by.language)).join(" → ")} · ${setOf(set, by)}`}
        >
          <SetForm path={["tiers", place]} set={set} />
        </Item>
      ))}
    </Section>
  );
}
