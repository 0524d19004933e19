import type { Change } from "@liuke/client/api.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { changeWords, fieldWords, isField } from "./changes.words.ts";
import type { Book, CardPlan, CouponTemplate, Effect, Group, Named, Rule, TierSet } from "./document.ts";
import { bookOf, cardOf, setOf, worthOf } from "./standing.ts";
import { effectOf, nameOf, tell, type Teller } from "./tell.ts";

type Word = keyof typeof changeWords.zh;
const PARTS = new Set([
  "rules", "tiers", "books", "coupons", "groups", "cards", "levels", "grants", "benefits", "rungs", "ladder",
]);

/** Where a difference stands, in words: `规则 会员日 · 每人次数`. */
function usePlaceOf(by: Teller) {
  const say = useWords(changeWords);
  const fields = useWords(fieldWords);
  return (path: string): string => {
    if (path === "pilot") return say.pilotOf;
    const steps = path.split(".");
    const told: string[] = [];
    for (let at = 0; at < steps.length; at += 1) {
      const step = steps[at] ?? "";
      const nested = at === 0 || ["levels", "grants", "benefits", "rungs", "ladder"].includes(step);
      if (nested && PARTS.has(step)) {
        const code = step === "ladder" ? undefined : steps[at + 1];
        told.push(code ? `${say[step as Word] as string} ${by.call(code)}` : (say[step as Word] as string));
        if (code) at += 1;
      } else told.push(isField(step) ? fields[step] : step);
    }
    return told.join(" · ");
  };
}

/** A whole thing that came or went, told as its page tells it. */
function useThing(by: Teller) {
  return (path: string, value: unknown): string | null => {
    const steps = path.split(".");
    if (steps.length !== 2 || typeof value !== "object" || value === null) return null;
    const named = nameOf(value as Named, by.language);
    switch (steps[0]) {
      case "rules": {
        const { who, when, what } = tell(value as Rule, by);
        return [named, who, when, what].join(" · ");
      }
      case "books":
        return `${named} · ${bookOf(value as Book, by)}`;
      case "coupons":
        return `${named} · ${worthOf(value as CouponTemplate, by)}`;
      case "cards":
        return `${named} · ${cardOf(value as CardPlan, by)}`;
      case "tiers":
        return `${named} · ${setOf(value as TierSet, by)}`;
      default:
        return (value as Group).code;
    }
  };
}

/** A value as people read it: money, shares, yes and no, effects in a sentence. */
function useValue(by: Teller) {
  const say = useWords(changeWords);
  const list = by.language === "en" ? ", " : "、";
  const several = (field: string, of: readonly unknown[]): string => {
    if (field === "effects") return of.map((one) => effectOf(one as Effect, by)).join(list);
    return of.map((one) => (typeof one === "object" ? JSON.stringify(one) : by.call(String(one)))).join(list);
  };
  const plain = (path: string, value: unknown): string => {
    const last = path.split(".").at(-1) ?? "";
    if (value === null || value === undefined || value === "") return say.none;
    if (typeof value === "boolean") return value ? say.yes : say.no;
    if (typeof value === "number") {
      if (last.includes("_minor")) return by.sum(value);
      return last.endsWith("_bp") ? `${value / 100}%` : new Intl.NumberFormat("en").format(value);
    }
    if (Array.isArray(value)) return value.length === 0 ? say.none : several(last, value);
    if (typeof value === "object") {
      return Object.entries(value)
        .map(([name, inner]) => plain(`${path}.${name}`, inner))
        .join(list);
    }
    return by.call(String(value));
  };
  const asked = (path: string, value: unknown) => path.startsWith("rules.") && path.endsWith(".when") && value !== null;
  return (path: string, value: unknown) => (asked(path, value) ? by.condition(value) : plain(path, value));
}

/** The differences of two versions, each in words with what was and what will be. */
export function Changes({ of, by }: { of: readonly Change[]; by: Teller }) {
  const say = useWords(changeWords);
  const placeOf = usePlaceOf(by);
  const thing = useThing(by);
  const value = useValue(by);
  if (of.length === 0) return <p className="lk-2">{say.same}</p>;
  return (
    <div className="changes">
      <p className="lk-2">{say.count(of.length)}</p>
      <ul>
        {of.map((change) => {
          const came = change.before === null ? thing(change.path, change.after) : null;
          const went = change.after === null ? thing(change.path, change.before) : null;
          return (
            <li key={change.path}>
              <span className="changes-place">{placeOf(change.path)}</span>
              {came !== null && <ins>{`${say.added} ${came}`}</ins>}
              {went !== null && <del>{`${say.removed} ${went}`}</del>}
              {came === null && went === null && (
                <span>
                  <del>{value(change.path, change.before)}</del> <span aria-hidden>→</span>{" "}
                  <span className="lk-hidden">{say.changed}</span>
                  <ins>{value(change.path, change.after)}</ins>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
