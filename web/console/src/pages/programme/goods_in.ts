/** What the products and SKUs that documents name are called. */

import { useMemo } from "react";
import { useKnown } from "../../conditions/goods.ts";
import { codesIn } from "./goods_codes.ts";
import { useStill } from "./still.ts";

/** A product or SKU as sentences name it; conditions write its kind before the code. */
export interface NamedGoods {
  kind: "product" | "sku";
  code: string;
  name: string;
}

/** Return the goods that documents name, as far as the catalogue knows and has answered. */
export function useGoodsIn(docs: readonly unknown[]): readonly NamedGoods[] {
  const { products, skus } = useMemo(() => codesIn(docs), [docs]);
  const known = [
    ...[...useKnown("product", products).values()].map(({ code, name }) => ({ kind: "product", code, name })),
    ...[...useKnown("sku", skus).values()].map(({ code, name }) => ({ kind: "sku", code, name })),
  ];
  return useStill(known.filter((one): one is NamedGoods => one.name !== ""));
}
