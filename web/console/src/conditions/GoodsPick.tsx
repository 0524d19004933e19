import { WarningOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Select } from "antd";
import { useState, type ReactNode } from "react";
import { useFound, useKnown, type Good, type GoodsKind } from "./goods.ts";
import "./goods.css";
import { pickWords } from "./pick.words.ts";

/** So many chosen stand in a field before the rest are counted. */
const SHOWN_MAX = 60;
// What people paste between codes; a name may hold a space.
const BETWEEN = /[,，、;；\t\n]/;

const LISTED: ReadonlySet<GoodsKind> = new Set(["category", "brand", "tag"]);

/** Goods by name with their code; what the catalogue lacks says so and keeps its code. */
export function GoodName({ code, of, kind }: { code: string; of: Good | undefined; kind: GoodsKind }) {
  const say = useWords(pickWords);
  const wrong = of?.state === "missing" ? (kind === "tag" ? say.untagged : say.missing) : of?.state === "retired" ? say.retired : "";
  return (
    <span className="good">
      {of?.name && of.name !== code && <span>{of.name}</span>}
      <span className={of?.name && of.name !== code ? "good-code" : ""}>{code}</span>
      {wrong && (
        <span className="good-mark">
          <WarningOutlined aria-hidden /> {wrong}
        </span>
      )}
    </span>
  );
}

interface Option {
  value: string;
  label: ReactNode;
  disabled?: boolean;
}

/** What may be chosen for a text: what the catalogue has, then the text as a code of its own. */
function useChoices(kind: GoodsKind, text: string, taken: readonly string[]) {
  const say = useWords(pickWords);
  const { found, pending, more = false } = useFound(kind, text);
  const typed = text.trim();
  const options: Option[] = found
    .filter((one) => !taken.includes(one.code))
    .map((one) => ({ value: one.code, label: <GoodName code={one.code} of={one} kind={kind} /> }));
  // A list holds what it holds; a search that found something means that.
  const free = LISTED.has(kind) ? !found.some((one) => one.code === typed) : found.length === 0;
  const own = typed !== "" && !pending && !taken.includes(typed) && free;
  const word = kind === "tag" ? say.newTag : say.newCode;
  if (own) options.push({ value: typed, label: <>{word(typed)}</> });
  // No code is empty, so this is none of them.
  if (more) options.push({ value: "", label: say.moreToFind, disabled: true });
  const note = pending ? say.searching : typed === "" ? say.typeMore : say.none;
  return { options: pending ? [] : options, note };
}

/** Return how a chosen code is shown. */
function labelled(kind: GoodsKind, known: ReadonlyMap<string, Good>) {
  return ({ value }: { value: string | number }) => <GoodName code={String(value)} of={known.get(String(value))} kind={kind} />;
}

interface Shared {
  kind: GoodsKind;
  label: string;
  hint?: string;
  faulty?: boolean;
  autoFocus?: boolean;
}

interface Several extends Shared {
  codes: readonly string[];
  onChange: (codes: string[]) => void;
}

/** Several goods, found by name, pinyin, code or barcode, each shown by its name and code. */
export function GoodsPicks({ kind, codes, label, hint, faulty = false, autoFocus = false, onChange }: Several) {
  const say = useWords(pickWords);
  const [text, type] = useState("");
  const known = useKnown(kind, codes);
  const { options, note } = useChoices(kind, text, codes);
  const take = (made: readonly string[]) => {
    type("");
    onChange([...new Set(made)]);
  };
  const read = (typed: string) => {
    const parts = typed.split(BETWEEN).map((one) => one.trim()).filter(Boolean);
    if (BETWEEN.test(typed)) take([...codes, ...parts]);
    else type(typed);
  };
  return (
    <Select<string[]>
      mode="multiple"
      className="goods-pick"
      aria-label={label}
      status={faulty ? "error" : ""}
      autoFocus={autoFocus}
      value={[...codes]}
      options={options}
      placeholder={hint ?? say.hints(kind)}
      notFoundContent={note}
      showSearch={{ searchValue: text, onSearch: read, filterOption: false }}
      labelRender={labelled(kind, known)}
      maxTagCount={SHOWN_MAX}
      maxTagPlaceholder={(rest) => say.more(rest.length)}
      popupMatchSelectWidth={false}
      onChange={take}
    />
  );
}

interface Single extends Shared {
  code: string;
  onChange: (code: string) => void;
}

/** One of the goods, found the same way. */
export function GoodsPick({ kind, code, label, hint, faulty = false, autoFocus = false, onChange }: Single) {
  const say = useWords(pickWords);
  const [text, type] = useState("");
  const known = useKnown(kind, code === "" ? [] : [code]);
  const { options, note } = useChoices(kind, text, []);
  return (
    <Select<string | null>
      className="goods-pick"
      aria-label={label}
      status={faulty ? "error" : ""}
      autoFocus={autoFocus}
      value={code === "" ? null : code}
      options={options}
      placeholder={hint ?? say.hints(kind)}
      notFoundContent={note}
      showSearch={{ searchValue: text, onSearch: type, filterOption: false }}
      labelRender={labelled(kind, known)}
      popupMatchSelectWidth={false}
      onChange={(found) => {
        type("");
        onChange(found ?? "");
      }}
    />
  );
}
