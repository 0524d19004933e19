import { UserAddOutlined } from "@ant-design/icons";
import { money, phone } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLook, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import type { Basket, Recognised } from "../../basket/basket.ts";
import type { Quoted } from "../../basket/useQuote.ts";
import { useNames, usePoints } from "../../desk/counter.tsx";
import { saleWords } from "./sale.words.ts";

interface Given {
  basket: Basket;
  quoted: Quoted;
  offline: boolean;
  onFind: () => void;
  onCoupons: () => void;
}

/** Who buys: levels, points, coupons, and which of them are on the table. */
export function Buyer({ basket, quoted, offline, onFind, onCoupons }: Given) {
  const say = useWords(saleWords);
  const { member } = basket;
  if (member === null) {
    return (
      <section className="till-card" aria-label={say.member}>
        <p className="lk-2">{basket.whom ? say.kept(basket.whom) : say.noMember}</p>
        <Button icon={<UserAddOutlined />} onClick={onFind}>
          {say.find} <kbd>F2</kbd>
        </Button>
      </section>
    );
  }
  return (
    <section className="till-card" aria-label={say.member}>
      <div className="till-who">
        <strong>{member.name || "—"}</strong>
        <span className="lk-num">{phone(member.phone)}</span>
        <Button type="link" onClick={onFind}>
          {say.leave}
        </Button>
      </div>
      <Levels of={member} />
      <Points of={member} />
      {!member.may_earn && <p className="till-warn">{say.noEarn}</p>}
      <CouponsShown basket={basket} quoted={quoted} offline={offline} onCoupons={onCoupons} />
    </section>
  );
}

function Levels({ of }: { of: Recognised }) {
  const { language } = useLook();
  const shown = of.levels.filter((level) => level.level);
  if (shown.length === 0) return null;
  return (
    <ul className="till-levels">
      {shown.map((level) => (
        <li key={level.set_code}>
          <i style={{ background: level.colour }} aria-hidden="true" />
          {language === "en" ? level.level_name : level.level_name_zh || level.level_name}
        </li>
      ))}
    </ul>
  );
}

function Points({ of }: { of: Recognised }) {
  const say = useWords(saleWords);
  const nameOf = useNames();
  const points = usePoints();
  return (
    <ul className="till-points">
      {of.points.map((book) => (
        <li key={book.book}>
          <span className="lk-2">{nameOf(book.book)}</span>
          <span className="lk-num">{points.plain(book.book, book.spendable)}</span>
          {book.pending > 0 && <small>{say.pending(points.plain(book.book, book.pending))}</small>}
          {book.debt > 0 && <small className="till-warn">{say.debt(points.plain(book.book, book.debt))}</small>}
        </li>
      ))}
    </ul>
  );
}

function CouponsShown({ basket, quoted, offline, onCoupons }: Omit<Given, "onFind">) {
  const say = useWords(saleWords);
  const nameOf = useNames();
  const { currency } = usePlace();
  const held = basket.member?.coupons.length ?? 0;
  const used = quoted.stale ? [] : (quoted.decision.coupons ?? []);
  if (held === 0) return null;
  return (
    <div className="till-coupons">
      <div className="till-who">
        <span>{say.coupons(held)}</span>
        <Button type="link" onClick={onCoupons} disabled={offline}>
          {say.change} <kbd>F4</kbd>
        </Button>
      </div>
      {used.length > 0 && (
        <ul>
          {used.map((coupon) => (
            <li key={coupon.coupon} className="lk-num">
              {say.couponUsed(nameOf(coupon.template), money(coupon.off_minor, currency))}
            </li>
          ))}
          <li className="lk-2">{basket.picked === null ? say.best : say.chosen}</li>
        </ul>
      )}
    </div>
  );
}
