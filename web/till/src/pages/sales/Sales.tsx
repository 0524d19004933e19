import { useAsk } from "@liuke/kit/ask.ts";
import { Empty, Region } from "@liuke/kit/notes.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useSearchParams } from "react-router";
import { useCell } from "../../desk/cell.ts";
import { offlineSince } from "../../desk/line.ts";
import { shelf } from "../../desk/shelf.ts";
import { Sold } from "../../slip/Sold.tsx";
import { slipAgain } from "../../slip/slip.ts";
import { usePage } from "../../shell/usePage.ts";
import { FindOrder } from "./FindOrder.tsx";
import { salesWords } from "./sales.words.ts";
import "../sale/sale.css";

/** The store's sales, each with its receipt to be printed again. */
export default function Sales() {
  const say = useWords(salesWords);
  const offline = useCell(offlineSince) !== null;
  const [query, setQuery] = useSearchParams();
  const order = query.get("order");
  usePage(say.title, order ? null : "/sale");
  return (
    <div className="till-return">
      <h1>{say.title}</h1>
      {offline ? <Empty title={say.offline} /> : <FindOrder hint={say.hint} onOrder={(id) => setQuery({ order: id })} />}
      {order && <Again orderId={order} onClose={() => setQuery({})} />}
    </div>
  );
}

function Again({ orderId, onClose }: { orderId: string; onClose: () => void }) {
  const kept = useCell(shelf);
  const maySell = useMay("checkout.order");
  const path = { order_id: orderId };
  const asked = useAsk("GET /till/orders/{order_id}", { path });
  const row = useAsk("POST /till/sales/searches", { body: { asked: { number: orderId }, limit: 1 } });
  const guest = asked.data?.order.guest === true;
  const again = useAsk("GET /till/orders/{order_id}/reprint", { path }, { enabled: guest && maySell });
  if (guest && again.isLoading) return null;
  return (
    <Region asked={asked} waiting={null}>
      {(page) => (
        <Region asked={row} waiting={null}>
          {({ items }) => (
            <Sold
              slip={slipAgain(page, kept, guest ? "" : (items[0]?.name ?? ""), again.data?.claim_code ?? "")}
              onClose={onClose}
            />
          )}
        </Region>
      )}
    </Region>
  );
}
