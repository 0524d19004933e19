/** The codes of goods that documents name. */

interface Codes {
  products: Set<string>;
  skus: Set<string>;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

function addArgs(args: readonly string[], into: Codes): void {
  for (const arg of args) {
    const [kind, code = ""] = arg.split(/:(.*)/s);
    if (kind === "product" && code) into.products.add(code);
    if (kind === "sku" && code) into.skus.add(code);
  }
}

function collect(from: unknown, into: Codes): void {
  if (typeof from !== "object" || from === null) return;
  // A condition on the goods of a basket names them as its value.
  const asked = "name" in from && from.name === "basket.products" && "value" in from ? [from.value].flat() : [];
  strings(asked).forEach((code) => into.products.add(code));
  for (const [name, value] of Object.entries(from)) {
    if (name === "products") strings(value).forEach((code) => into.products.add(code));
    else if (name === "skus") strings(value).forEach((code) => into.skus.add(code));
    else if (name === "args") addArgs(strings(value), into);
    else collect(value, into);
  }
}

/** Return the codes of products and SKUs that documents name, wherever they stand. */
export function codesIn(docs: readonly unknown[]): { products: string[]; skus: string[] } {
  const found: Codes = { products: new Set(), skus: new Set() };
  docs.forEach((doc) => collect(doc, found));
  return { products: [...found.products], skus: [...found.skus] };
}
