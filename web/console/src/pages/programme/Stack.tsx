import { Region } from "@liuke/kit/notes.tsx";
import { useAsk } from "@liuke/kit/ask.ts";
import type { LiveRule } from "@liuke/client/api.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { STAGES } from "./document.ts";
import { programmeWords } from "./programme.words.ts";
import { nameOf, tell, type Teller } from "./tell.ts";

/** What a limit has given so far, beside what it may give. */
function Spent({ of }: { of: LiveRule }) {
  const say = useWords(programmeWords);
  const total = of.spent.find((one) => one.scope === "total");
  const most = of.rule.limits?.total;
  if (!total || !most) return null;
  return <span className="lk-3">{say.given(total.spent, most)}</span>;
}

function StackRule({ of, by }: { of: LiveRule; by: Teller }) {
  const { who, when, what } = tell(of.rule, by);
  return (
    <li className="stack-rule">
      <strong>{nameOf(of.rule, by.language)}</strong>
      <span>{what}</span>
      <span className="lk-2">
        {who} · {when}
      </span>
      <Spent of={of} />
    </li>
  );
}

function StackGroup({ code, rules, by }: { code: string; rules: LiveRule[]; by: Teller }) {
  const say = useWords(programmeWords);
  const mode = by.groups.find((group) => group.code === code)?.mode ?? "all";
  const told = { all: say.modeAll, best: say.modeBest, first: say.modeFirst, least: say.modeLeast }[mode];
  return (
    <div className={code ? "stack-group" : undefined}>
      {code && <p className="lk-2">{told(rules.length)}</p>}
      <ol>
        {rules.map((one) => (
          <StackRule key={one.rule.code} of={one} by={by} />
        ))}
      </ol>
    </div>
  );
}

/** Put the rules of one step into their groups, in the order they run. */
function grouped(rules: LiveRule[]): { code: string; rules: LiveRule[] }[] {
  const found: { code: string; rules: LiveRule[] }[] = [];
  for (const one of rules) {
    const code = one.rule.group ?? "";
    const last = found.findLast((group) => group.code === code && code !== "");
    if (last) last.rules.push(one);
    else found.push({ code, rules: [one] });
  }
  return found;
}

/** The live rules as a picture in the order they run: list price at the top, points at the end. */
export function Stack({ by }: { by: Teller }) {
  const say = useWords(programmeWords);
  const asked = useAsk("GET /v1/promotions/rules", {});
  return (
    <Region asked={asked}>
      {(rules) => (
        <ol className="stack" aria-label={say.order}>
          <li className="stack-step stack-end">{say.base}</li>
          {STAGES.map((stage) => {
            const here = rules.filter((one) => (one.rule.stage ?? "limited") === stage);
            return (
              <li key={stage} className={here.length ? "stack-step" : "stack-step stack-none"}>
                <h3>{stage === "points" ? say.paying : say[stage]}</h3>
                {here.length === 0 && <span className="lk-3">{say.none}</span>}
                {grouped(here).map((group) => (
                  <StackGroup key={group.code + (group.rules[0]?.rule.code ?? "")} {...group} by={by} />
                ))}
              </li>
            );
          })}
          <li className="stack-step stack-end">{say.due}</li>
        </ol>
      )}
    </Region>
  );
}
