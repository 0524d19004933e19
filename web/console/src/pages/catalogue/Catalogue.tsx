import { Tabs } from "@liuke/kit/desk/Tabs.tsx";
import type { Answer } from "@liuke/kit/call.ts";
import { useAsk, usePages } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { wholeOf } from "@liuke/kit/desk/whole.ts";
import { Money } from "@liuke/kit/figures.tsx";
import { Empty } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Input, Select } from "antd";
import { Link } from "react-router";
import { Brands, Categories } from "./Kinds.tsx";
import { catalogueWords } from "./catalogue.words.ts";
import "./catalogue.css";

export type Product = Answer<"GET /v1/products">["items"][number];
type Item = Answer<"GET /v1/items">[number];

const VIEWED = { page: "catalogue", keeps: ["category", "q"] };

/** What the shop sells: products by category or search, categories, brands. */
export default function Catalogue() {
  const say = useWords(catalogueWords);
  const { get, set } = useAddress();
  return (
    <Needs right="catalog.read">
      <section className="page">
        <h1>{say.title}</h1>
        <Tabs
          label={say.tabs}
          chosen={get("tab") || "products"}
          onChoose={(tab) => set({ tab: tab === "products" ? null : tab, q: null, category: null })}
          tabs={[
            { key: "products", label: say.products, children: get("q") ? <Found text={get("q")} /> : <Products /> },
            { key: "categories", label: say.categories, children: <Categories /> },
            { key: "brands", label: say.brands, children: <Brands /> },
          ]}
        />
      </section>
    </Needs>
  );
}

/** Categories, for choosing and for naming. */
export function useCategories() {
  return useAsk("GET /v1/categories", {}, { staleTime: 300_000 }).data ?? [];
}

function Filters() {
  const say = useWords(catalogueWords);
  const { get, set } = useAddress();
  const categories = useCategories();
  return (
    <>
      <Input.Search
        className="catalogue-find"
        key={get("q")}
        defaultValue={get("q")}
        placeholder={say.find}
        aria-label={say.find}
        allowClear
        onSearch={(text) => set({ q: text.trim(), category: null })}
      />
      <Select
        className="catalogue-category"
        aria-label={say.category}
        showSearch={{ optionFilterProp: "label" }}
        value={get("category")}
        options={[{ value: "", label: say.anyCategory }, ...categories.map((one) => ({ value: one.code, label: one.parent ? `${one.parent} / ${one.name}` : one.name }))]}
        onChange={(category) => set({ category, q: null })}
      />
    </>
  );
}

function State({ of }: { of: "active" | "retired" }) {
  const say = useWords(catalogueWords);
  return <Mark tone={of === "active" ? "good" : "plain"}>{say[of]}</Mark>;
}

function Products() {
  const say = useWords(catalogueWords);
  const { get } = useAddress();
  const category = get("category");
  const categories = useCategories();
  const named = (code: string | null | undefined) => categories.find((one) => one.code === code)?.name ?? code ?? "—";
  const pages = usePages("GET /v1/products", { query: { limit: 50, category: category || null } });
  const columns: Column<Product>[] = [
    { key: "name", title: say.name, width: 260, text: (one) => one.name, render: (one) => <Link to={`/catalogue/${encodeURIComponent(one.code)}`}>{one.name}</Link> },
    { key: "code", title: say.code, text: (one) => one.code, render: (one) => one.code },
    { key: "category", title: say.category, text: (one) => one.category ?? "", render: (one) => named(one.category) },
    { key: "brand", title: say.brand, text: (one) => one.brand ?? "", render: (one) => one.brand ?? "—" },
    { key: "price", title: say.price, right: true, card: "beside", render: (one) => <PriceOf product={one} /> },
    { key: "state", title: say.state, text: (one) => say[one.state ?? "active"], render: (one) => <State of={one.state ?? "active"} /> },
  ];
  return (
    <ListFrame<Product>
      name="products"
      pages={pages}
      columns={columns}
      keyOf={(one) => one.code}
      label={say.products}
      filters={<Filters />}
      chips={category ? [{ names: ["category"], label: say.inCategory(named(category)) }] : []}
      empty={<Empty title={say.first}><Link to="/imports">{say.toImports}</Link></Empty>}
      file="products"
      views={VIEWED}
      peek={{ to: (one) => `/catalogue/${encodeURIComponent(one.code)}` }}
    />
  );
}

function PriceOf({ product }: { product: Product }) {
  const say = useWords(catalogueWords);
  const price = product.skus?.[0]?.price_minor;
  return price === null || price === undefined ? <span className="lk-2">{say.byTill}</span> : <Money minor={price} />;
}

function Found({ text }: { text: string }) {
  const say = useWords(catalogueWords);
  const asked = useAsk("GET /v1/items", { query: { text, limit: 50 } });
  const columns: Column<Item>[] = [
    { key: "name", title: say.name, width: 260, text: (one) => one.name, render: (one) => <Link to={`/catalogue/${encodeURIComponent(one.product)}`}>{one.name}</Link> },
    { key: "sku", title: say.sku, text: (one) => one.sku, render: (one) => one.sku },
    { key: "category", title: say.category, text: (one) => one.category ?? "", render: (one) => one.category ?? "—" },
    { key: "price", title: say.price, right: true, card: "beside", render: (one) => (one.price_minor === null ? <span className="lk-2">{say.byTill}</span> : <Money minor={one.price_minor} />) },
    { key: "state", title: say.state, text: (one) => say[one.state], render: (one) => <State of={one.state} /> },
  ];
  return (
    <ListFrame<Item>
      name="items"
      pages={wholeOf(asked, asked.data ?? [])}
      columns={columns}
      keyOf={(one) => one.sku_id}
      label={say.found}
      filters={<Filters />}
      chips={[{ names: ["q"], label: text }]}
      empty={<Empty title={say.none} />}
      file="products"
      views={VIEWED}
      peek={{ to: (one) => `/catalogue/${encodeURIComponent(one.product)}` }}
    />
  );
}
