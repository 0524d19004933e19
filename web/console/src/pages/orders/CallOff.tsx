import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { money } from "@liuke/kit/formats.ts";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Modal } from "antd";
import { useState } from "react";
import { Effects } from "./Effects.tsx";
import { orderWords } from "./orders.words.ts";

const REFRESH = ["GET /till/orders/{order_id}", "POST /till/sales/searches"] as const;

/** Call an order off, once what that does has been read. */
export function CallOff({ order }: { order: { id: string } }) {
  const say = useWords(orderWords);
  const { currency } = usePlace();
  const [open, setOpen] = useState(false);
  const path = { order_id: order.id };
  const foreseen = useAsk("POST /till/orders/{order_id}/cancellation/previews", { path }, { enabled: open, staleTime: 0 });
  const cancel = useAct("POST /till/orders/{order_id}/cancellation", { refresh: REFRESH, onDone: () => setOpen(false) });
  const refund = foreseen.data?.refund_minor;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say.cancelAct}</Button>
      <Modal
        open={open}
        title={say.cancelAct}
        okText={refund === undefined ? say.cancelAct : say.cancelNow(money(refund, currency))}
        okButtonProps={{ danger: true, loading: cancel.isPending, disabled: refund === undefined }}
        cancelText={say.keep}
        onOk={() => cancel.mutate({ path })}
        onCancel={() => setOpen(false)}
      >
        <div className="back">
          <p>{say.cancelEffect}</p>
          <section className="back-result" aria-live="polite">
            <Region asked={foreseen}>{(one) => <Effects of={one} />}</Region>
          </section>
          {cancel.error && <ProblemNote of={cancel.error} />}
        </div>
      </Modal>
    </>
  );
}
