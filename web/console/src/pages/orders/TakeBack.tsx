import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { count, money } from "@liuke/kit/formats.ts";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { AutoComplete, Button, Form } from "antd";
import { useMemo, useState } from "react";
import { Effects } from "./Effects.tsx";
import type { OrderPage } from "./Order.tsx";
import { orderWords } from "./orders.words.ts";
import { Units } from "./Units.tsx";

interface Span {
  line: number;
  start: number;
  count: number;
}

/** Unit by unit, as `line:unit`; neighbours are sent as one span. */
function spansOf(picked: ReadonlySet<string>): Span[] {
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
