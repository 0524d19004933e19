import { useAct } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Drawer } from "antd";
import { CallOff } from "./CallOff.tsx";
import { returnedOf, type OrderPage } from "./Order.tsx";
import { TakeBack } from "./TakeBack.tsx";
import { orderWords } from "./orders.words.ts";

const REFRESH = ["GET /till/orders/{order_id}", "POST /till/sales/searches"] as const;

/** What may be done with an order now. */
export function OrderActs({ page }: { page: OrderPage }) {
  const { order, lines } = page;
  const mayReturn = useMay("checkout.return");
  const mayCancel = useMay("checkout.cancel");
  const maySell = useMay("checkout.order");
  const left = lines.some((line) => returnedOf(page, line.line) < line.units);
  const sold = order.state !== "cancelled";
  const early = page.returns.length === 0 && order.state === "paid";
  return (
    <div className="page-acts">
      {mayCancel && early && <CallOff order={order} />}
      {maySell && order.channel !== "store" && order.channel !== "till" && <Advance page={page} />}
      {mayReturn && sold && left && <Return page={page} />}
    </div>
  );
}

function Advance({ page: { order } }: { page: OrderPage }) {
  const say = useWords(orderWords);
  const path = { order_id: order.id };
  const ship = useAct("POST /till/orders/{order_id}/shipment", { refresh: REFRESH });
  const receive = useAct("POST /till/orders/{order_id}/receipt", { refresh: REFRESH });
  const error = ship.error ?? receive.error;
  return (
    <>
      {order.state === "paid" && <Button loading={ship.isPending} onClick={() => ship.mutate({ path })}>{say.shipAct}</Button>}
      {order.state === "shipped" && <Button loading={receive.isPending} onClick={() => receive.mutate({ path })}>{say.receiveAct}</Button>}
      {error && <ProblemNote of={error} />}
    </>
  );
}

function Return({ page }: { page: OrderPage }) {
  const say = useWords(orderWords);
  const { get, set } = useAddress();
  const close = () => set({ return: null });
  return (
    <>
      <Button type="primary" onClick={() => set({ return: "1" }, { push: true })}>{say.returnAct}</Button>
      <Drawer open={get("return") === "1"} title={say.pick} size={480} destroyOnHidden onClose={close}>
        <TakeBack page={page} onDone={close} />
      </Drawer>
    </>
  );
}
