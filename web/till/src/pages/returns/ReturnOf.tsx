import type { Answer } from "@liuke/kit/call.ts";
import { When } from "@liuke/kit/figures.tsx";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { Empty } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Input } from "antd";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { OrderPage } from "../../slip/slip.ts";
import { ComesBack } from "./ComesBack.tsx";
import { PickUnits } from "./PickUnits.tsx";
import { keyOf, rangesOf, unitsOf, type Unit } from "./units.ts";
import { returnsWords } from "./returns.words.ts";

type Returned = Answer<"POST /till/orders/{order_id}/returns">;

/** One sale: pick its units, see every consequence, take them back. */
export function ReturnOf({ page }: { page: OrderPage }) {
  const say = useWords(returnsWords);
  const navigate = useNavigate();
  const units = useMemo(() => page.lines.map((_, at) => unitsOf(page, at)), [page]);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState("");
  const [done, setDone] = useState<Returned | null>(null);
  const [key] = useState(() => crypto.randomUUID());
  const order_id = page.order.id;

  const chosen = units.flat().filter((unit) => picked.has(keyOf(unit)));
  const body = { external_id: `${page.order.external_id}-R${page.returns.length + 1}`, units: rangesOf(chosen), reason: reason.trim() };
  const foreseen = useAsk(
    "POST /till/orders/{order_id}/returns/previews",
    { path: { order_id }, body: { ...body, reason: "" } },
    { enabled: chosen.length > 0 && done === null, staleTime: 0 },
  );
  const act = useAct("POST /till/orders/{order_id}/returns", { onDone: setDone });
  const ready = chosen.length > 0 && !foreseen.isPlaceholderData && foreseen.data !== undefined && !foreseen.error;
  const take = () => {
    if (ready && !act.isPending && done === null) act.mutate({ path: { order_id }, body, key });
  };
  const latest = useRef(take);
  // Before the page is painted: whoever sees what comes back may take it.
  useLayoutEffect(() => {
    latest.current = take;
  });
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "F9") return;
      event.preventDefault();
      latest.current();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  const toggle = (list: readonly Unit[], on: boolean) => {
    const next = new Set(picked);
    for (const unit of list) {
      if (on) next.add(keyOf(unit));
      else next.delete(keyOf(unit));
    }
    setPicked(next);
  };

  if (page.order.state === "cancelled") return <Empty title={say.cancelled} />;
  return (
    <div className="till-return-columns">
      <section className="till-card" aria-label={say.pick}>
        <p className="till-return-head">
          <strong className="lk-code">{page.order.external_id}</strong>
          <When at={page.order.placed_at} exact />
          <Button type="link" onClick={() => void navigate("/returns")}>
            {say.back}
          </Button>
        </p>
        <PickUnits page={page} units={units} picked={picked} locked={done !== null} onPick={toggle} />
        {done === null && (
          <Input value={reason} maxLength={120} onChange={(event) => setReason(event.target.value)}
            aria-label={say.reason} placeholder={say.reason} />
        )}
      </section>
      <ComesBack
        count={chosen.length}
        foreseen={foreseen}
        done={done}
        refused={act.error}
        busy={act.isPending}
        ready={ready}
        onTake={take}
      />
    </div>
  );
}
