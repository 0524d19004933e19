import { useAsk } from "@liuke/kit/ask.ts";
import { Empty, Region } from "@liuke/kit/notes.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useNavigate, useParams } from "react-router";
import { useCell } from "../../desk/cell.ts";
import { offlineSince } from "../../desk/line.ts";
import { usePage } from "../../shell/usePage.ts";
import { FindOrder } from "../sales/FindOrder.tsx";
import { ReturnOf } from "./ReturnOf.tsx";
import { returnsWords } from "./returns.words.ts";
import "./returns.css";

/** Take goods back: find the sale, pick units, see what follows, return. */
export default function Returns() {
  const say = useWords(returnsWords);
  const may = useMay("checkout.return");
  const offline = useCell(offlineSince) !== null;
  const { order_id } = useParams();
  const navigate = useNavigate();
  usePage(say.title, order_id ? "/returns" : "/sale");
  return (
    <div className="till-return">
      <h1>{say.title}</h1>
      {!may ? (
        <Empty title={say.mayNot} />
      ) : offline ? (
        <Empty title={say.offline} />
      ) : order_id ? (
        <Shown orderId={order_id} />
      ) : (
        <FindOrder hint={say.hint} onOrder={(id) => void navigate(`/returns/${id}`)} />
      )}
    </div>
  );
}

function Shown({ orderId }: { orderId: string }) {
  const asked = useAsk("GET /till/orders/{order_id}", { path: { order_id: orderId } });
  return <Region asked={asked}>{(page) => <ReturnOf key={page.order.id} page={page} />}</Region>;
}
