import { digitsOf, minorOf, money } from "@liuke/kit/formats.ts";
import type { Problem } from "@liuke/kit/problem.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Input, Radio } from "antd";
import { useRef, useState, type KeyboardEvent } from "react";
import type { Sale, Tender } from "../../basket/sale.ts";
import type { Decision } from "../../basket/useQuote.ts";
import { beep } from "./beep.ts";
import { chargeWords, kindIn, PAYMENT_KINDS, type Kind } from "./charge.words.ts";
import { Sheet } from "./Sheet.tsx";
import { useOwnScans } from "./useTillKeys.ts";
import { WillEarn } from "./WillEarn.tsx";

interface Given {
  due: number;
  /** What a member's basket earns, told again for the way it is paid; null where nobody earns or knows. */
  earning: { sale: Sale; decision: Decision } | null;
  busy: boolean;
  offline: boolean;
  problem: Problem | null;
  onPaid: (tenders: Tender[], change: number) => void;
  onClose: () => void;
}

/** The parts taken so far and what is left; priced anew meanwhile, they stay and the rest is asked for. */
function useParts(due: number, currency: string) {
  const [first] = useState(due);
  const [parts, setParts] = useState<Tender[]>([]);
  const left = due - parts.reduce((sum, part) => sum + part.amount_minor, 0);
  const rest = money(Math.max(left, 0), currency).replace(/[^\d.]/g, "");
  const [text, setText] = useState(rest);
  const [seen, see] = useState(left);
  if (seen !== left) {
    see(left);
    setText(rest);
  }
  return { parts, setParts, left, text, setText, changed: due !== first };
}

/** A code is never an amount: it is the other side's number, or goods that came too late. */
function useStray(kind: Kind, setReference: (text: string) => void): string {
  const [stray, setStray] = useState("");
  useOwnScans((code) => {
    if (kind !== "cash") return setReference(code.slice(0, 120));
    beep();
    setStray(code);
  });
  return stray;
}

function Changed({ to, stray }: { to: number | null; stray: string }) {
  const say = useWords(chargeWords);
  const { currency } = usePlace();
  return (
    <>
      {to !== null && <p role="alert" className="till-warn">{say.changed(money(to, currency))}</p>}
      {stray && <p role="alert" className="till-warn">{say.stray(stray)}</p>}
    </>
  );
}

/** Take the money, in one part or several; cash may be more than is due. */
export function Charge({ due, earning, busy, offline, problem, onPaid, onClose }: Given) {
  const say = useWords(chargeWords);
  const { currency } = usePlace();
  const [kind, setKind] = useState<Kind>("cash");
  const { parts, setParts, left, text, setText, changed } = useParts(due, currency);
  const [reference, setReference] = useState("");
  const amount = minorOf(text, currency);
  const over = (amount ?? 0) - left;
  const field = useRef<HTMLInputElement>(null);

  const stray = useStray(kind, setReference);
  const tooMuch = kind !== "cash" && over > 0;
  const wrong = !amount;
  const take = () => {
    if (!amount || tooMuch || busy) return;
    const ref = reference.trim();
    const part = { kind, amount_minor: Math.min(amount, left), ...(ref ? { reference: ref } : {}) };
    if (amount >= left) return onPaid([...parts, part], Math.max(over, 0));
    setParts([...parts, part]);
    setReference("");
    setKind("card");
    setTimeout(() => field.current?.select());
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: PAYMENT_KINDS.length - 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setKind(PAYMENT_KINDS[(PAYMENT_KINDS.indexOf(kind) + by) % PAYMENT_KINDS.length] ?? kind);
  };
  const undo = (at: number) => {
    setParts(parts.filter((_, place) => place !== at));
    field.current?.focus();
  };
  return (
    <Sheet title={say.title(money(due, currency))} onClose={onClose}>
      <form
        className="till-find"
        onSubmit={(event) => {
          event.preventDefault();
          take();
        }}
      >
        <Changed to={changed ? due : null} stray={stray} />
        {parts.length > 0 && <Parts parts={parts} left={left} onUndo={undo} />}
        <Radio.Group
          aria-label={say.kind}
          optionType="button"
          value={kind}
          onChange={(event) => setKind(event.target.value as Kind)}
          options={PAYMENT_KINDS.map((one) => ({ value: one, label: kindIn(say, one) }))}
        />
        <small className="till-keyed lk-2">{say.kindKeys}</small>
        <label>
          {say.amount}
          <input ref={field} className="till-input till-amount" inputMode="decimal" autoFocus value={text}
            onFocus={(event) => event.target.select()} onKeyDown={step}
            onChange={(event) => setText(event.target.value)} aria-invalid={wrong || tooMuch} />
        </label>
        {kind !== "cash" && (
          <Input value={reference} maxLength={120} aria-label={say.reference} placeholder={say.reference}
            onChange={(event) => setReference(event.target.value)} />
        )}
        <Told amount={amount} left={left} cash={kind === "cash"} />
        {earning && <WillEarn {...earning} parts={parts} rest={{ kind, amount_minor: left }} />}
        {offline && <p className="till-warn">{say.offlineNote}</p>}
        {problem && <Refused of={problem} />}
        <Button type="primary" htmlType="submit" block loading={busy} disabled={wrong || tooMuch}>
          {!wrong && over < 0 ? say.part(money(amount, currency)) : say.finish(money(due, currency))}
        </Button>
      </form>
    </Sheet>
  );
}

function Refused({ of }: { of: Problem }) {
  const say = useWords(chargeWords);
  return (
    <>
      <ProblemNote of={of} />
      {of.status >= 500 && <p className="lk-2">{say.retry}</p>}
    </>
  );
}

function Parts({ parts, left, onUndo }: { parts: Tender[]; left: number; onUndo: (at: number) => void }) {
  const say = useWords(chargeWords);
  const { currency } = usePlace();
  return (
    <ul className="till-parts">
      {parts.map((part, at) => (
        <li key={`${part.kind} ${at}`}>
          <span>{kindIn(say, part.kind)}</span>
          <span className="lk-num">{money(part.amount_minor, currency)}</span>
          <Button type="text" aria-label={say.removePart(kindIn(say, part.kind))} onClick={() => onUndo(at)}>
            ×
          </Button>
        </li>
      ))}
      <li className="lk-2">{say.left(money(left, currency))}</li>
    </ul>
  );
}

function Told({ amount, left, cash }: { amount: number | null; left: number; cash: boolean }) {
  const say = useWords(chargeWords);
  const { currency } = usePlace();
  const over = (amount ?? 0) - left;
  const digits = digitsOf(currency);
  const example = digits > 0 ? `12.${"5".padEnd(digits, "0")}` : "";
  const change = over > 0 && cash ? say.change(money(over, currency)) : " ";
  const said = over > 0 && !cash ? say.tooMuch(money(left, currency)) : change;
  return (
    <p className="till-change" aria-live="polite">
      {amount === null || amount === 0 ? say.wrong(example) : said}
    </p>
  );
}
