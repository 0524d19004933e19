import { CameraOutlined } from "@ant-design/icons";
import { useWide } from "@liuke/kit/desk/wide.ts";
import { Money } from "@liuke/kit/figures.tsx";
import { phone } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import type { Recognised } from "../../basket/basket.ts";
import type { Good } from "../../desk/shelf.ts";
import { Camera } from "./Camera.tsx";
import { look, QUANTITY, quantityIn, type Found } from "./look.ts";
import { saleWords } from "./sale.words.ts";

const PAUSE_MS = 150;
const LOOK_LEAST = 2;

interface Given {
  box: RefObject<HTMLInputElement | null>;
  storeId: string;
  /** Take what was typed whole; false when it fits nothing at once. */
  onText: (text: string) => Promise<Found | null>;
  onGood: (good: Good, units: number) => void;
  onMember: (member: Recognised) => void;
  onScan: (code: string) => void;
  /** `24*` and Enter, with nothing after it: the chosen line has so many. */
  onUnits: (units: number) => void;
}

/** The one box that takes everything: scan, phone, card, name, coupon, goods, `3*`. */
export function Box({ box, storeId, onText, onGood, onMember, onScan, onUnits }: Given) {
  const say = useWords(saleWords);
  const wide = useWide();
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [at, setAt] = useState(0);
  const [seeing, setSeeing] = useState(false);
  const asking = useRef("");
  const { units, rest } = quantityIn(text);

  useEffect(() => {
    if (rest.length < LOOK_LEAST && !/\p{Script=Han}/u.test(rest)) return; // one Chinese sign may be a word
    const wait = setTimeout(() => {
      look(rest, storeId).then(show, () => undefined);
    }, PAUSE_MS);
    let wanted = true;
    const show = (seen: Found) => {
      if (wanted) setFound(seen);
    };
    return () => {
      wanted = false;
      clearTimeout(wait);
    };
  }, [rest, storeId]);

  const current = found !== null && found.text === rest && rest !== "" ? found : null;
  const rows = current === null ? [] : rowsOf(current);
  const done = () => {
    setText("");
    setFound(null);
    setAt(0);
    setProblem(null);
  };
  const take = (row: Row) => {
    if (row.good) onGood(row.good, units);
    else if (row.member) onMember(row.member);
    done();
    box.current?.focus();
  };
  const enter = async () => {
    const row = rows[at];
    if (row) return take(row);
    if (rest === "") {
      if (QUANTITY.test(text)) onUnits(units);
      return done();
    }
    // Enter again while the first is looked up asks for nothing more.
    if (asking.current === text) return;
    asking.current = text;
    try {
      const left = await onText(text);
      if (left !== null) setFound(left);
      // What was typed meanwhile belongs to the next.
      else if (box.current?.value === text) done();
    } catch (thrown) {
      setProblem(thrown);
    } finally {
      asking.current = "";
    }
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      void enter();
    } else if (rows.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      event.stopPropagation();
      setAt((at + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length);
    } else if (event.key === "Escape" && text !== "") {
      event.stopPropagation();
      done();
    }
  };

  return (
    <div className="till-box">
      <div className="till-box-row">
        <input
          ref={box}
          className="till-input"
          aria-label={say.boxName}
          placeholder={wide ? say.box : say.boxShort}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-controls="till-found"
          aria-activedescendant={rows.length > 0 ? `till-found-${at}` : undefined}
          autoComplete="off"
          autoFocus
          enterKeyHint="search"
        />
        <Button icon={<CameraOutlined />} aria-label={say.camera} onClick={() => setSeeing(true)} />
      </div>
      {units > 1 && <p className="till-hint">{say.units(units)}</p>}
      <div id="till-found" role="listbox" aria-label={say.found} className="till-found" hidden={rows.length === 0}>
        {rows.map((row, place) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the box has the keys
          <div
            tabIndex={-1}
            key={row.key}
            id={`till-found-${place}`}
            role="option"
            aria-selected={place === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(row)}
          >
            <RowShown row={row} none={say.noPriceTag} />
          </div>
        ))}
      </div>
      {problem !== null && <ProblemNote of={problem} onRetry={() => void enter()} />}
      {seeing && <Camera onCode={onScan} onClose={() => setSeeing(false)} />}
    </div>
  );
}

interface Row {
  key: string;
  good?: Good;
  member?: Recognised;
}

function rowsOf(found: Found): Row[] {
  return [
    ...found.members.map((member) => ({ key: member.id, member })),
    ...found.goods.map((good) => ({ key: good.sku, good })),
  ];
}

function RowShown({ row, none }: { row: Row; none: string }) {
  if (row.member) {
    return (
      <>
        <strong>{row.member.name || "—"}</strong>
        <span className="lk-num">{phone(row.member.phone)}</span>
      </>
    );
  }
  return (
    <>
      <span>
        {row.good?.name} <small className="lk-2">{row.good?.sku}</small>
      </span>
      {row.good?.price_minor == null ? <span className="lk-2">{none}</span> : <Money minor={row.good.price_minor} />}
    </>
  );
}
