import { money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Checkbox, InputNumber } from "antd";
import { useCell } from "../../desk/cell.ts";
import { shelf } from "../../desk/shelf.ts";
import type { OrderPage } from "../../slip/slip.ts";
import { keyOf, type Unit } from "./units.ts";
import { returnsWords } from "./returns.words.ts";

const SINGLY_MOST = 12;

interface Given {
  page: OrderPage;
  units: Unit[][];
  picked: ReadonlySet<string>;
  locked: boolean;
  onPick: (units: readonly Unit[], on: boolean) => void;
}

/** The units of a sale: each with what it paid; those that came back cannot be picked. */
export function PickUnits({ page, units, picked, locked, onPick }: Given) {
  const say = useWords(returnsWords);
  const goods = useCell(shelf).goods;
  const open = units.flat().filter((unit) => !unit.returned);
  const [first] = open;
  return (
    <>
      <h2>{say.pick}</h2>
      <ul className="till-units">
        {page.lines.map((line, at) => {
          const name = goods.get(line.sku)?.name ?? line.sku;
          const own = units[at] ?? [];
          return (
            <li key={line.line}>
              <strong>{name}</strong>
              {own.length <= SINGLY_MOST ? (
                own.map((unit) => (
                  <UnitBox key={keyOf(unit)} unit={unit} first={unit === first} name={name} locked={locked}
                    on={picked.has(keyOf(unit))} onPick={(on) => onPick([unit], on)} />
                ))
              ) : (
                <Many units={own} locked={locked} picked={picked} onPick={onPick} />
              )}
            </li>
          );
        })}
      </ul>
      {open.length > 1 && !locked && (
        <Button onClick={() => onPick(open, true)}>{say.all}</Button>
      )}
    </>
  );
}

interface BoxGiven {
  unit: Unit;
  /** The first that may come back: Space picks it at once. */
  first: boolean;
  name: string;
  on: boolean;
  locked: boolean;
  onPick: (on: boolean) => void;
}

function UnitBox({ unit, first, name, on, locked, onPick }: BoxGiven) {
  const say = useWords(returnsWords);
  const { currency } = usePlace();
  return (
    <Checkbox
      autoFocus={first}
      checked={on}
      disabled={unit.returned || locked}
      onChange={(event) => onPick(event.target.checked)}
      aria-label={say.unitName(name, unit.at + 1)}
    >
      <span className="till-unit">
        <span>{say.unit(unit.at + 1)}</span>
        <span className="lk-num">{unit.returned ? say.gone : say.paid(money(unit.paid_minor, currency))}</span>
      </span>
    </Checkbox>
  );
}

function Many({ units, picked, locked, onPick }: Pick<Given, "picked" | "locked" | "onPick"> & { units: Unit[] }) {
  const say = useWords(returnsWords);
  const open = units.filter((unit) => !unit.returned);
  const chosen = open.filter((unit) => picked.has(keyOf(unit))).length;
  return (
    <label className="till-unit">
      <span>{say.many(units.length)}</span>
      <InputNumber
        min={0}
        max={open.length}
        value={chosen}
        disabled={locked}
        onChange={(value) => {
          onPick(open, false);
          onPick(open.slice(0, value ?? 0), true);
        }}
      />
    </label>
  );
}
