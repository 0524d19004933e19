import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { Money } from "@liuke/kit/figures.tsx";
import { count, money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/me.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { AutoComplete, Button, Checkbox, Form, InputNumber } from "antd";
import { useMemo, useState } from "react";
import type { OrderPage } from "./Order.tsx";
import { useGoodsNames } from "./names.ts";
import { orderWords } from "./orders.words.ts";
import { useTenderWord } from "./states.tsx";

type Line = OrderPage["lines"][number];

interface Span {
  line: number;
  start: number;
  count: number;
}

/** Above this many units of a line, they are counted and not ticked one by one. */
const TICKED_MAX = 24;

/** Unit by unit, as `line:unit`; neighbours are sent as one span. */
export function spansOf(picked: ReadonlySet<string>): Span[] {
  const units = [...picked].map((one) => one.split(":").map(Number) as [number, number]);
  units.sort(([a, x], [b, y]) => a - b || x - y);
  const spans: Span[] = [];
  for (const [line, unit] of units) {
    const last = spans.at(-1);
    if (last?.line === line && last.start + last.count === unit) last.count += 1;
    else spans.push({ line, start: unit, count: 1 });
  }
  return spans;
}

/** Take units back: which, why, and what it does, before it is done. */
export function TakeBack({ page, onDone }: { page: OrderPage; onDone: () => void }) {
  const say = useWords(orderWords);
  const { currency } = usePlace();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState("");
  const [blank, setBlank] = useState(false);
  const number = useMemo(() => `console-${crypto.randomUUID()}`, []);
  const units = spansOf(picked);
  const path = { order_id: page.order.id };
  const foreseen = useAsk(
    "POST /till/orders/{order_id}/returns/previews",
    { path, body: { external_id: number, units } },
    { enabled: units.length > 0, staleTime: 0 },
  );
  const act = useAct("POST /till/orders/{order_id}/returns", {
    refresh: ["GET /till/orders/{order_id}", "POST /till/sales/searches"],
    onDone,
  });
  const send = () => {
    if (reason.trim() === "") setBlank(true);
    else act.mutate({ path, body: { external_id: number, units, reason: reason.trim() }, key: number });
  };
  const refund = units.length > 0 ? foreseen.data?.refund_minor : undefined;
  return (
    <div className="back">
      <Units page={page} picked={picked} onPick={setPicked} />
      <Form layout="vertical">
        <Form.Item label={say.reason} htmlFor="back-reason" validateStatus={blank ? "error" : ""} help={blank ? say.needReason : undefined}>
          <AutoComplete
            id="back-reason"
            value={reason}
            options={say.reasons.split("|").map((value) => ({ value }))}
            placeholder={say.reasonOther}
            onChange={(text) => {
              setReason(String(text ?? ""));
              setBlank(false);
            }}
          />
        </Form.Item>
      </Form>
      <section className="back-result" aria-live="polite">
        <h2>{say.comesBack}</h2>
        {units.length === 0 ? <span className="lk-2">{say.pickFirst}</span> : <Region asked={foreseen}>{(one) => <Effects of={one} />}</Region>}
      </section>
      {act.error && <ProblemNote of={act.error} />}
      <Button type="primary" size="large" disabled={refund === undefined} loading={act.isPending} onClick={send}>
        {refund === undefined ? say.returnSome : say.returnNow(count(picked.size), money(refund, currency))}
      </Button>
    </div>
  );
}

interface Foreseen {
  refund_minor: number;
  refunds: readonly { kind: string; amount_minor: number }[];
  undone: readonly { what: string; subject: string; text: string; text_zh: string }[];
}

function Effects({ of }: { of: Foreseen }) {
  const say = useWords(orderWords);
  const language = useLanguage();
  const word = useTenderWord();
  return (
    <>
      <dl className="order-sum">
        {of.refunds.map((one) => [
          <dt key={`${one.kind} name`}>{word(one.kind)}</dt>,
          <dd key={one.kind}><Money minor={one.amount_minor} /></dd>,
        ])}
        <dt className="order-total">{say.refund}</dt>
        <dd className="order-total"><Money minor={of.refund_minor} /></dd>
      </dl>
      {of.undone.length === 0 ? (
        <span className="lk-2">{say.nothingElse}</span>
      ) : (
        <>
          <h3>{say.alsoUndone}</h3>
          <ul>
            {of.undone.map((one) => (
              <li key={`${one.what} ${one.subject}`}>{language === "en" ? one.text : one.text_zh}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface UnitsProps {
  page: OrderPage;
  picked: ReadonlySet<string>;
  onPick: (picked: ReadonlySet<string>) => void;
}

function unitsOf(line: Line): string[] {
  return Array.from({ length: line.units }, (_, at) => `${line.line}:${at}`);
}

function Units({ page, picked, onPick }: UnitsProps) {
  const say = useWords(orderWords);
  const name = useGoodsNames(page.lines.map((one) => one.sku));
  const gone = useMemo(() => goneOf(page), [page]);
  const toggle = (key: string) => {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    onPick(next);
  };
  const take = (line: Line, wanted: number) => {
    const free = unitsOf(line).filter((key) => !gone.has(key));
    const others = [...picked].filter((key) => !key.startsWith(`${line.line}:`));
    onPick(new Set([...others, ...free.slice(0, wanted)]));
  };
  return (
    <div className="back-lines">
      {page.lines.map((line) => (
        <fieldset className="back-line" key={line.line}>
          <legend>{name(line.sku)}</legend>
          <span className="lk-2">
            {say.unitsOf(count(line.units))} · {say.lineTotal} <Money minor={line.due_minor} />
          </span>
          {line.units > TICKED_MAX ? (
            <UnitCount line={line} name={name(line.sku)} gone={gone} picked={picked} onTake={take} />
          ) : (
            <UnitBoxes line={line} name={name(line.sku)} gone={gone} picked={picked} onToggle={toggle} />
          )}
        </fieldset>
      ))}
    </div>
  );
}

function goneOf(page: OrderPage): Set<string> {
  const spans = page.returns.flatMap((one) => one.units);
  return new Set(spans.flatMap((one) => Array.from({ length: one.count ?? 1 }, (_, at) => `${one.line}:${one.start + at}`)));
}

interface LineProps {
  line: Line;
  name: string;
  gone: ReadonlySet<string>;
  picked: ReadonlySet<string>;
}

function UnitCount({ line, name, gone, picked, onTake }: LineProps & { onTake: (line: Line, wanted: number) => void }) {
  const say = useWords(orderWords);
  const keys = unitsOf(line);
  const free = keys.filter((key) => !gone.has(key)).length;
  return (
    <span className="back-units">
      <InputNumber
        min={0}
        max={free}
        precision={0}
        value={keys.filter((key) => picked.has(key)).length}
        aria-label={say.howMany(name)}
        onChange={(wanted) => onTake(line, wanted ?? 0)}
      />
      {say.ofUnits(count(free))}
    </span>
  );
}

function UnitBoxes({ line, name, gone, picked, onToggle }: LineProps & { onToggle: (key: string) => void }) {
  const say = useWords(orderWords);
  return (
    <span className="back-units">
      {unitsOf(line).map((key, at) => (
        <Checkbox
          key={key}
          checked={picked.has(key)}
          disabled={gone.has(key)}
          aria-label={say.unitName(name, String(at + 1))}
          onChange={() => onToggle(key)}
        >
          {say.unit(String(at + 1))}
          {gone.has(key) && ` · ${say.gone}`}
        </Checkbox>
      ))}
    </span>
  );
}
