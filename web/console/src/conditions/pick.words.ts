import { words } from "@liuke/kit/words.ts";

/** The words of choosing goods from the catalogue. */
export const pickWords = words({
  kinds: [
    (k: string) => ({ category: "品类", brand: "品牌", product: "商品", sku: "规格", tag: "标签" })[k] ?? k,
    (k: string) => ({ category: "Categories", brand: "Brands", product: "Products", sku: "SKUs", tag: "Tags" })[k] ?? k,
  ],
  hints: [
    (k: string) =>
      ({ category: "品类名称、拼音或编码", brand: "品牌名称、拼音或编码", tag: "标签或拼音" })[k] ?? "名称、拼音、编码或条码",
    (k: string) =>
      ({ category: "category, pinyin or code", brand: "brand, pinyin or code", tag: "tag or pinyin" })[k] ?? "name, pinyin, code or barcode",
  ],
  typeMore: ["输入名称、拼音、编码或条码", "Type a name, pinyin, code or barcode"],
  searching: ["正在找", "Searching"],
  moreToFind: ["还有更多，输入几个字再找", "There are more: type to find them"],
  none: ["目录里没有", "Not in the catalogue"],
  newCode: [(code: string) => `目录里没有，仍用编码“${code}”`, (code: string) => `Not in the catalogue; use the code “${code}” still`],
  newTag: [(tag: string) => `标签“${tag}”`, (tag: string) => `The tag “${tag}”`],
  missing: ["目录里没有", "not in the catalogue"],
  untagged: ["没有商品带它", "on no goods"],
  retired: ["已停售", "no longer sold"],
  more: [(n: number) => `还有 ${n} 个`, (n: number) => `${n} more`],
});
