import { useMay } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { App, Button } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { couponsOf, saleOf } from "../../basket/sale.ts";
import { aside, basket as onCounter, park, place } from "../../basket/store.ts";
import { useQuote } from "../../basket/useQuote.ts";
import { useCell } from "../../desk/cell.ts";
import { useCounter, useNames } from "../../desk/counter.tsx";
import { offlineSince } from "../../desk/line.ts";
import { shelf } from "../../desk/shelf.ts";
import { Sold } from "../../slip/Sold.tsx";
import type { Slip } from "../../slip/slip.ts";
import { Box } from "./Box.tsx";
import { Buyer } from "./Buyer.tsx";
import { Goods } from "./Goods.tsx";
import { Leaving, useLeaving } from "./Leaving.tsx";
import { Pay } from "./Pay.tsx";
import { PayBar } from "./PayBar.tsx";
import { offersOf } from "./PointsPay.tsx";
import { Refused } from "./Refused.tsx";
import { Removed, useRemoving } from "./Removed.tsx";
import { saleWords } from "./sale.words.ts";
import { Sheets, type Open } from "./Sheets.tsx";
import { useCharge } from "./useCharge.ts";
import { useFreshMember } from "./useFreshMember.ts";
import { useGuest } from "./useGuest.ts";
import { useScans } from "./useScans.ts";
import { useTaking } from "./useTaking.ts";
import { useTillKeys } from "./useTillKeys.ts";
import "./sale.css";

/** Ring up a sale: what is sold, who buys, what is paid. */
export default function Sale() {
  const say = useWords(saleWords);
  const counter = useCounter();
  const basket = useCell(onCounter);
  const offline = useCell(offlineSince) !== null;
  const held = useCell(aside).length;
  const payable = useCell(shelf).head?.payable;
  const quoted = useQuote(basket, counter);
  const charging = useCharge(basket, quoted, counter);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const mayReturn = useMay("checkout.return");
  const box = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const [slip, setSlip] = useState<Slip | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [refused, setRefused] = useState("");
  const [wants, setWants] = useState(false);
  const back = useRef(0);
  const removing = useRemoving();
  const leaving = useLeaving(box, basket);
  const nameOf = useNames();

  useGuest(basket, quoted, slip);
  const close = useCallback(() => {
    setOpen(null);
    setSlip(null);
    back.current = window.setTimeout(() => box.current?.focus(), 50);
  }, []);
  // A dialogue that opened meanwhile keeps the focus.
  useEffect(() => {
    if (open !== null || slip !== null) clearTimeout(back.current);
  }, [open, slip]);
  const { addGood, setMember, onText, onScan } = useTaking({ box, storeId: counter.place.id, setOpen, setChosen, setRefused, close });

  useFreshMember(basket, quoted.problem, (template) => setRefused(say.couponGone(nameOf(template))));

  const spend = (wish: Record<string, number>) => {
    const some = Object.fromEntries(Object.entries(wish).filter(([, points]) => points > 0));
    place({ ...onCounter.value, spend: some });
  };
  const togglePoints = () => {
    const [first] = offersOf(onCounter.value, payable ?? []);
    if (first) spend({ [first.rule.book]: onCounter.value.spend[first.rule.book] ? 0 : first.most });
  };
  const hold = () => {
    if (onCounter.value.lines.length === 0) setOpen({ what: "held" });
    else if (!park()) void message.warning(say.heldFull);
  };
  const charge = () => {
    if (basket.lines.length === 0 || charging.busy) return;
    // Asked for before the price is known: it opens as soon as it is.
    if (quoted.stale) return setWants(quoted.problem === null);
    charging.forget();
    if ((quoted.decision.payable_minor ?? 0) > 0) setOpen({ what: "charge" });
    else void paid([], 0);
  };
  const paid: Parameters<typeof Sheets>[0]["onPaid"] = async (tenders, change) => {
    const made = await charging.charge(tenders, change);
    if (made === null) return;
    setOpen(null);
    setRefused("");
    setSlip(made);
    setChosen(null);
  };
  useEffect(() => {
    if (!wants || (quoted.stale && quoted.problem === null)) return;
    setWants(false);
    if (!quoted.stale && open === null && slip === null) charge();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only a wish or a price may open it
  }, [wants, quoted.stale, quoted.problem]);
  const line = basket.lines.find((one) => one.id === chosen) ?? basket.lines.at(-1);
  const step = (by: number) => {
    const at = basket.lines.findIndex((one) => one.id === line?.id);
    setChosen(basket.lines[Math.min(Math.max(at + by, 0), basket.lines.length - 1)]?.id ?? null);
  };
  const keys = useScans({ box, open, covered: open !== null || slip !== null, setWants, onScan, close });
  useTillKeys(keys, {
    F1: () => setOpen({ what: "keys" }),
    F2: () => setOpen({ what: "member", text: "" }),
    F4: () => basket.member !== null && !offline && setOpen({ what: "coupons" }),
    F7: hold,
    F8: () => mayReturn && void navigate("/returns"),
    F9: charge,
    F10: () => void navigate("/sales"),
    points: togglePoints,
    Escape: leaving.leave,
    ArrowUp: () => step(-1),
    ArrowDown: () => step(1),
    more: () => (line ? removing.setUnits(line.id, line.units + 1) : false),
    fewer: () => (line ? removing.setUnits(line.id, line.weighed ? line.units : line.units - 1) : false),
    Delete: () => (leaving.asked ? leaving.clear() : line ? removing.setUnits(line.id, 0) : false),
    undo: removing.undo,
  });
  // Another tab sold it or put it aside: nothing of it is charged here.
  useEffect(() => setOpen((now) => (now?.what === "charge" ? null : now)), [basket.number]);
  useEffect(() => {
    document.title = `${say.title} · ${counter.place.name}`;
  }, [say.title, counter.place.name]);

  return (
    <div className="till-sale">
      <h1 className="lk-hidden">{say.title}</h1>
      <Box box={box} storeId={counter.place.id} onText={onText} onGood={addGood} onMember={setMember} onScan={onScan}
        onUnits={(units) => line && !line.weighed && removing.setUnits(line.id, units)} />
      <div className="till-columns">
        <div className="till-left">
          <Refused why={refused} onDismiss={() => setRefused("")} />
          <Goods
            lines={basket.lines}
            quoted={quoted}
            chosen={line?.id ?? null}
            onChoose={setChosen}
            onUnits={removing.setUnits}
            onRemove={(gone) => removing.setUnits(gone.id, 0)}
          />
          <Removed of={removing} />
          <Leaving of={leaving} lines={basket.lines.length} />
        </div>
        <div className="till-middle">
          <Buyer
            basket={basket}
            quoted={quoted}
            offline={offline}
            onFind={() => setOpen({ what: "member", text: "" })}
            onCoupons={() => setOpen({ what: "coupons" })}
          />
          <div className="till-acts">
            {basket.lines.length > 0 && (
              <Button onClick={leaving.leave}>
                {say.clear} <kbd>Esc</kbd>
              </Button>
            )}
            <Button onClick={hold}>
              {held > 0 ? say.held(held) : say.hold} <kbd>F7</kbd>
            </Button>
          </div>
        </div>
        <Pay basket={basket} quoted={quoted} onSpend={spend} onWhy={() => setOpen({ what: "why" })} onCharge={charge}
          charging={{ busy: charging.busy || wants, problem: open?.what === "charge" ? null : charging.problem }} />
      </div>
      <PayBar quoted={quoted} ready={basket.lines.length > 0 && !charging.busy} onCharge={charge} />
      <Sheets
        open={open}
        basket={basket}
        quoted={quoted}
        charging={charging}
        offline={offline}
        storeId={counter.place.id}
        sale={saleOf(basket, counter, couponsOf(basket))}
        onMember={setMember}
        onGrams={(good, grams) => {
          addGood(good, 1, grams);
          close();
        }}
        onPaid={paid}
        onClose={() => {
          charging.forget();
          close();
        }}
      />
      {slip && <Sold slip={slip} onClose={close} />}
    </div>
  );
}
