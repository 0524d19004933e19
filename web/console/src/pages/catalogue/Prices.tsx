import { useAct, useAsk, useEvery } from "@liuke/kit/ask.ts";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { Money, When } from "@liuke/kit/figures.tsx";
import { minorOf, money } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { Button, Form, Input, Select } from "antd";
import { useState } from "react";
import type { Product } from "./Catalogue.tsx";
import { catalogueWords } from "./catalogue.words.ts";

type Sku = NonNullable<Product["skus"]>[number];

/** What a SKU cost when, its lowest price of 30 days in a store, and a new price. */
export function Prices({ sku, product }: { sku: Sku; product: Product }) {
  const say = useWords(catalogueWords);
  const [store, setStore] = useState("");
  const stores = useEveryStore();
  const storeName = (id: string | null) => (id === null ? say.allStores : (stores.data?.find((one) => one.id === id)?.name ?? id));
  const asked = useEvery("GET /v1/items/{code}/prices", { path: { code: sku.code }, query: { store_id: store || null } });
  const mayEdit = useMay("catalog.edit");
  return (
    <section className="card catalogue-prices">
      <div className="page-head">
        <h2>{say.prices(sku.name || product.name)}</h2>
        <span className="lk-2 lk-num">{[sku.code, sku.barcode].filter(Boolean).join(" · ")}</span>
      </div>
      <div className="catalogue-row">
        <Select
          className="catalogue-category"
          aria-label={say.store}
          showSearch={{ optionFilterProp: "label" }}
          value={store}
          options={[{ value: "", label: say.allStores }, ...(stores.data ?? []).map((one) => ({ value: one.id, label: one.name }))]}
          onChange={setStore}
        />
        <span>
          {say.lowest} {store ? <Lowest sku={sku.code} store={store} /> : <span className="lk-2">{say.lowestHint}</span>}
        </span>
      </div>
      <Region asked={asked}>
        {(points) =>
          points.length === 0 ? (
            <span className="lk-2">{say.noPrices}</span>
          ) : (
            <PlainTable
              label={say.prices(sku.code)}
              head={[say.since, say.store, say.price]}
              right={[2]}
              rows={points.map((one) => ({
                key: `${one.starts_at} ${one.store_id}`,
                cells: [<When key="w" at={one.starts_at} exact />, storeName(one.store_id), <Money key="m" minor={one.price_minor} />],
              }))}
            />
          )
        }
      </Region>
      {mayEdit && <NewPrice sku={sku.code} />}
    </section>
  );
}

function Lowest({ sku, store }: { sku: string; store: string }) {
  const { currency } = usePlace();
  const asked = useAsk("GET /v1/items/{code}/prices/lowest", { path: { code: sku }, query: { store_id: store, days: 30 } });
  return <strong className="lk-num">{money(asked.data ?? null, currency)}</strong>;
}

function NewPrice({ sku }: { sku: string }) {
  const say = useWords(catalogueWords);
  const { currency } = usePlace();
  const [form] = Form.useForm<{ price: string }>();
  const act = useAct("PUT /v1/prices", {
    refresh: ["GET /v1/items/{code}/prices", "GET /v1/products/{code}", "GET /v1/products", "GET /v1/items/{code}/prices/lowest"],
    onDone: () => form.resetFields(),
  });
  const fits = (_: unknown, text: string) => (minorOf(text ?? "", currency) === null ? Promise.reject(new Error(say.badPrice)) : Promise.resolve());
  return (
    <Form form={form} layout="inline" className="catalogue-editor" onFinish={({ price }) => act.mutate({ body: [{ sku, price_minor: minorOf(price, currency) }] })}>
      <Form.Item name="price" validateTrigger="onBlur" rules={[{ validator: fits }]}>
        <Input inputMode="decimal" placeholder={say.newPrice} aria-label={say.newPrice} />
      </Form.Item>
      <Button htmlType="submit" loading={act.isPending}>{say.setPrice}</Button>
      <span className="lk-2 catalogue-hint">{say.priceEffect}</span>
      {act.error && <ProblemNote of={act.error} />}
    </Form>
  );
}
