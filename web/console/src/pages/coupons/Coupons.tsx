import type { Answer } from "@liuke/kit/call.ts";
import { useAsk } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { wholeOf } from "@liuke/kit/desk/whole.ts";
import { Money } from "@liuke/kit/figures.tsx";
import { count, money } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Input } from "antd";
import { useMemo } from "react";
import { Link } from "react-router";
import { FindCode } from "./FindCode.tsx";
import { couponWords } from "./coupons.words.ts";
import { useTold, type Template } from "./told.ts";
import "./coupons.css";

type Tally = Answer<"GET /v1/coupons/tallies">[number];

interface Row {
  template: Template;
  tally: Tally | undefined;
}

/** Every kind of coupon of the live programme, with what became of those given. */
export default function Coupons() {
  const say = useWords(couponWords);
  const mayVoid = useMay("coupons.void");
  return (
    <Needs right="coupons.read">
      <section className="page">
        <div className="page-head">
          <h1>{say.title}</h1>
          {mayVoid && <FindCode />}
        </div>
        <Templates />
      </section>
    </Needs>
  );
}

function Templates() {
  const say = useWords(couponWords);
  const told = useTold();
  const { get, set } = useAddress();
  const text = get("q").toLowerCase();
  const templates = useAsk("GET /v1/coupons/templates", {});
  const tallies = useAsk("GET /v1/coupons/tallies", {});
  const rows = useMemo(() => {
    const by = new Map((tallies.data ?? []).map((one) => [one.template, one]));
    return (templates.data ?? [])
      .filter((one) => `${one.code} ${one.name} ${one.name_zh}`.toLowerCase().includes(text))
      .map((template) => ({ template, tally: by.get(template.code) }))
      .sort((a, b) => (b.tally?.open ?? 0) - (a.tally?.open ?? 0));
  }, [templates.data, tallies.data, text]);
  const filter = (
    <Input.Search
      className="coupons-find"
      key={text}
      defaultValue={get("q")}
      placeholder={say.find}
      aria-label={say.find}
      allowClear
      onSearch={(found) => set({ q: found.trim() })}
    />
  );
  return (
    <ListFrame<Row>
      name="coupons"
      pages={wholeOf(templates, rows)}
      columns={useColumnsOf(told)}
      keyOf={(row) => row.template.code}
      label={say.list}
      filters={filter}
      chips={get("q") ? [{ names: ["q"], label: get("q") }] : []}
      empty={<Empty title={say.first}><Link to="/programme">{say.toProgramme}</Link></Empty>}
      file="coupons"
      views={{ page: "coupons", keeps: ["q"] }}
      peek={{ to: (row) => `/coupons/${row.template.code}` }}
    />
  );
}

/** What is left of a template's stock; null when there is no limit. */
export function leftOf(template: Template, tally: Tally | undefined): number | null {
  return template.stock === null || template.stock === undefined ? null : template.stock - (tally?.given ?? 0);
}

function useColumnsOf(told: ReturnType<typeof useTold>): Column<Row>[] {
  const say = useWords(couponWords);
  const { currency } = usePlace();
  const figures = (key: keyof Tally & ("given" | "open" | "used" | "expired" | "void"), title: string, hidden = false): Column<Row> => ({
    key,
    title,
    hidden,
    right: true,
    width: 96,
    text: (row) => count(row.tally?.[key] ?? 0),
    render: (row) => count(row.tally?.[key] ?? 0),
  });
  const left = (row: Row) => {
    const found = leftOf(row.template, row.tally);
    return found === null ? say.unlimited : count(found);
  };
  return [
    { key: "name", title: say.name, width: 220, text: ({ template }) => told.name(template), render: ({ template }) => <Link to={`/coupons/${template.code}`}>{told.name(template)}</Link> },
    { key: "worth", title: say.worth, width: 200, text: ({ template }) => told.worth(template), render: ({ template }) => told.worth(template) },
    { key: "terms", title: say.terms, width: 240, text: ({ template }) => told.terms(template), render: ({ template }) => told.terms(template) },
    figures("given", say.given),
    figures("open", say.open),
    figures("used", say.used),
    { key: "left", title: say.left, right: true, width: 96, text: left, render: left },
    figures("expired", say.expired, true),
    figures("void", say.voided, true),
    { key: "saved", title: say.saved, right: true, hidden: true, text: (row) => money(row.tally?.saved_minor ?? 0, currency), render: (row) => <Money minor={row.tally?.saved_minor ?? 0} /> },
  ];
}
