import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { call } from "@liuke/kit/call.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { Facts } from "@liuke/kit/desk/Facts.tsx";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { onStale, useSeen } from "@liuke/kit/desk/seen.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Drawer, Form, Input, Select } from "antd";
import { Link, useParams } from "react-router";
import { useCategories, type Product } from "./Catalogue.tsx";
import { Prices } from "./Prices.tsx";
import { catalogueWords } from "./catalogue.words.ts";
import "./catalogue.css";

/** One product: what it is, its SKUs, and what each cost when. */
export default function ProductPage() {
  const say = useWords(catalogueWords);
  const { code = "" } = useParams();
  const asked = useAsk("GET /v1/products/{code}", { path: { code } });
  return (
    <Needs right="catalog.read">
      <section className="page">
        <Link to="/catalogue">{`‹ ${say.back}`}</Link>
        <Region asked={asked} waiting={<Waiting rows={6} height={28} />}>
          {(product) => <Shown product={product} />}
        </Region>
      </section>
    </Needs>
  );
}

function Shown({ product }: { product: Product }) {
  const say = useWords(catalogueWords);
  const categories = useCategories();
  const { get, set } = useAddress();
  const state = product.state ?? "active";
  const close = () => set({ edit: null });
  return (
    <>
      <div className="page-head">
        <div className="catalogue-title">
          <h1>{product.name}</h1>
          <Mark tone={state === "active" ? "good" : "plain"}>{say[state]}</Mark>
        </div>
        {useMay("catalog.edit") && <Button onClick={() => set({ edit: "1" }, { push: true })}>{say.edit}</Button>}
      </div>
      <div className="card">
        <Facts
          of={[
            [say.code, product.code],
            [say.category, categories.find((one) => one.code === product.category)?.name ?? product.category ?? "—"],
            [say.brand, product.brand ?? "—"],
            [say.kind, say[product.kind ?? "goods"]],
            [say.tags, product.tags?.length ? product.tags.join("、") : "—"],
          ]}
        />
      </div>
      {(product.skus ?? []).map((sku) => <Prices key={sku.code} sku={sku} product={product} />)}
      <Drawer open={get("edit") === "1"} title={say.edit} size={420} destroyOnHidden onClose={close}>
        <Edit key={product.code} product={product} onDone={close} />
      </Drawer>
    </>
  );
}

interface Fields {
  name: string;
  category: string;
  brand: string;
  state: "active" | "retired";
  tags: string[];
}

function fieldsOf(product: Product): Fields {
  const { name, category, brand, state = "active", tags = [] } = product;
  return { name, category: category ?? "", brand: brand ?? "", state, tags };
}

function Edit({ product, onDone }: { product: Product; onDone: () => void }) {
  const say = useWords(catalogueWords);
  const categories = useCategories();
  const brands = useAsk("GET /v1/brands", {}, { staleTime: 300_000 });
  const [form] = Form.useForm<Fields>();
  const act = useAct("PUT /v1/products", { refresh: ["GET /v1/products", "GET /v1/products/{code}"], onDone });
  const { seen, match, look } = useSeen(product, form, {
    read: () => call("GET /v1/products/{code}", { path: { code: product.code } }),
    fieldsOf,
    onLooked: act.reset,
  });
  const save = ({ category, brand, ...rest }: Fields) =>
    act.mutate({ body: [{ ...seen, ...rest, category: category || null, brand: brand || null }], match });
  return (
    <Form<Fields> form={form} layout="vertical" initialValues={fieldsOf(seen)} requiredMark={false} onFinish={save}>
      <Form.Item name="name" label={say.name} rules={[{ required: true, message: say.needName }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="category" label={say.category}>
        <Select showSearch={{ optionFilterProp: "label" }} options={[{ value: "", label: say.noCategory }, ...categories.map((one) => ({ value: one.code, label: one.name }))]} />
      </Form.Item>
      <Form.Item name="brand" label={say.brand}>
        <Select showSearch={{ optionFilterProp: "label" }} options={[{ value: "", label: say.noBrand }, ...(brands.data ?? []).map((one) => ({ value: one.code, label: one.name }))]} />
      </Form.Item>
      <Form.Item name="tags" label={say.tags}>
        <Select mode="tags" open={false} suffixIcon={null} />
      </Form.Item>
      <Form.Item name="state" label={say.state}>
        <Select options={(["active", "retired"] as const).map((value) => ({ value, label: say[value] }))} />
      </Form.Item>
      {act.error && <ProblemNote of={act.error} onRetry={onStale(act.error, look)} />}
      <Button type="primary" htmlType="submit" block loading={act.isPending}>{say.save}</Button>
    </Form>
  );
}
