import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Input, Select } from "antd";
import { labelOf, type Labelled } from "../pages/members/facts.ts";
import { buildWords } from "./build.words.ts";
import { Choice } from "./Choice.tsx";

const KINDS = ["all", "category", "brand", "product", "sku", "tag"] as const;
type Kind = (typeof KINDS)[number];

interface Props {
  options: readonly Labelled[];
  /** `category:tea`; empty for all goods. */
  value: string;
  onChange: (value: string) => void;
}

/** Which goods of the basket are counted: all, or those of a category, a brand, a product, a tag. */
export function GoodsField({ options, value, onChange }: Props) {
  const say = useWords(buildWords);
  const language = useLanguage();
  const [kind = "", code = ""] = value.split(/:(.*)/s);
  const of = (which: string) => options.filter((one) => one.value.startsWith(`${which}:`));
  const known = of(kind);
  const choose = (found: Kind) => onChange(found === "all" ? "" : (of(found)[0]?.value ?? `${found}:`));
  return (
    <>
      <Select<Kind>
        className="where-op"
        aria-label={say.goods}
        value={(kind || "all") as Kind}
        onChange={choose}
        options={KINDS.map((one) => ({ value: one, label: say.goodsOf(one) }))}
      />
      {value !== "" && known.length > 0 && (
        <Choice label={say.whichGoods} value={value} onChange={onChange} options={known.map((one) => ({ value: one.value, label: labelOf(one, language) }))} />
      )}
      {value !== "" && known.length === 0 && (
        <Input className="where-fact" aria-label={say.whichGoods} placeholder={say.goodsCode} value={code} onChange={({ target }) => onChange(`${kind}:${target.value.trim()}`)} />
      )}
    </>
  );
}
