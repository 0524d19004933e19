import { phone } from "@liuke/kit/formats.ts";
import { Button } from "antd";
import type { Recognised } from "../../basket/basket.ts";

/** Several people fit: choose one, the first with Enter. */
export function People({ of, onChoose }: { of: readonly Recognised[]; onChoose: (member: Recognised) => void }) {
  return (
    <ul className="till-pick">
      {of.map((member, at) => (
        <li key={member.id}>
          <Button block autoFocus={at === 0} onClick={() => onChoose(member)}>
            <span>{member.name || "—"}</span> <span className="lk-num">{phone(member.phone)}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
