import { When } from "@liuke/kit/figures.tsx";
import { money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { grossOf } from "../../basket/basket.ts";
import { aside, resume } from "../../basket/store.ts";
import { useCell } from "../../desk/cell.ts";
import { saleWords } from "./sale.words.ts";
import { Sheet } from "./Sheet.tsx";

/** The baskets put aside, to take one up again. */
export function Held({ onClose }: { onClose: () => void }) {
  const say = useWords(saleWords);
  const { currency } = usePlace();
  const held = useCell(aside);
  return (
    <Sheet title={say.heldTitle} onClose={onClose}>
      {held.length === 0 && <p className="lk-2">{say.heldNone}</p>}
      <ul className="till-pick">
        {held.map(({ at, basket }, place) => (
          <li key={basket.number}>
            <span>
              <When at={at} /> {basket.member?.name}
              <br />
              <small className="lk-2">{basket.lines.map((line) => line.name).join(say.between)}</small>
            </span>
            <span className="lk-num">
              {say.heldLine(
                basket.lines.reduce((sum, line) => sum + line.units, 0),
                money(basket.lines.reduce((sum, line) => sum + grossOf(line), 0), currency),
              )}
            </span>
            <Button
              autoFocus={place === 0}
              onClick={() => {
                resume(basket.number);
                onClose();
              }}
            >
              {say.takeUp}
            </Button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
