import { useWords } from "@liuke/kit/scheme.tsx";
import { freshCode, STAGES, type Named, type Rule } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords, named } from "./editor.words.ts";
import { payingBook } from "./effects.ts";
import { Item, Section, useAdd } from "./Item.tsx";
import { RuleForm } from "./RuleForm.tsx";
import { limitOf, tell } from "./tell.ts";

type Which = "promotions" | "earning" | "points";

const IN: Record<Which, (rule: Rule) => boolean> = {
  earning: (rule) => rule.stage === "earning",
  points: (rule) => rule.stage === "points",
  promotions: (rule) => rule.stage !== "earning" && rule.stage !== "points",
};

/** The rules of one kind, in the order of the price. */
export function RuleSection({ which, title }: { which: Which; title?: string }) {
  const say = useWords(editorWords);
  const { doc, by } = useEditing();
  const add = useAdd();
  const rules = doc.rules ?? [];
  const book = doc.books?.[0]?.code ?? "points";
  const money = payingBook(doc);
  const code = (stem: string) => freshCode(stem, rules);
  const made: Record<Which, () => Named> = {
    promotions: () =>
      ({ code: code("promotion"), ...named("newRule"), stage: "limited",
         effects: [{ kind: "percent_off", off_bp: 1000 }] }) as Rule,
    earning: () =>
      ({ code: code("earning"), ...named("newEarning"), stage: "earning",
         where: { members_only: true }, effects: [{ kind: "earn", book, points: 1, per_minor: 100 }] }) as Rule,
    points: () =>
      ({ code: code("pay"), ...named("newPay"), stage: "points",
         where: { members_only: true },
         effects: [{ kind: "pay_with_points", book: money, points: 100, worth_minor: 100, step_points: 100 }] }) as Rule,
  };
  const shown = rules
    .map((rule, place) => ({ rule, place }))
    .filter(({ rule }) => IN[which](rule))
    .toSorted((a, b) => STAGES.indexOf(a.rule.stage ?? "limited") - STAGES.indexOf(b.rule.stage ?? "limited"));
  const word = { promotions: say.addRule, earning: say.addEarning, points: say.addPay }[which];
  return (
    <Section {...(title ? { title } : {})} add={word} onAdd={() => add("rules", made[which]())}>
      {shown.length === 0 && <p className="lk-2">{say.empty}</p>}
      {shown.map(({ rule, place }) => {
        const { who, when, what } = tell(rule, by);
        const limited = Object.keys(rule.limits ?? {}).length > 0 ? [limitOf(rule, by)] : [];
        return (
          <Item key={place} path={["rules", place]} thing={rule} told={[who, when, what, ...limited].join(" · ")}>
            <RuleForm path={["rules", place]} rule={rule} />
          </Item>
        );
      })}
    </Section>
  );
}
