import { useWords } from "@liuke/kit/scheme.tsx";
import { Select } from "antd";
import { buildWords } from "./build.words.ts";
import { GoodsPick } from "./GoodsPick.tsx";

const KINDS = ["all", "category", "brand", "product", "sku", "tag"] as const;
type Kind = (typeof KINDS)[number];

interface Props {
  /** `category:tea`; empty for all goods. */
  value: string;
  onChange: (value: string) => void;
}

/** Which goods of the basket are counted: all, or those of a category, a brand, a product, a tag. */
export function GoodsField({ value, onChange }: Props) {
  const say = useWords(buildWords);
  const [kind = "", code = ""] = value.split(/:(.*)/s);
  const chosen = (kind || "all") as Kind;
  return (
    <>
      <Select<Kind>
        className="where-op"
        aria-label={say.goods}
        value={chosen}
        onChange={(found) => onChange(found === "all" ? "" : `${found}:`)}
        options={KINDS.map((one) => ({ value: one, label: say.goodsOf(one) }))}
      />
      {chosen !== "all" && (
        <GoodsPick key={chosen} kind={chosen} code={code} label={say.whichGoods} onChange={(found) => onChange(`${chosen}:${found}`)} />
      )}
    </>
  );
}
