import { count, figure } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { useEither } from "../../parts/saying.ts";
import { useMeasured } from "../../parts/useAmount.ts";
import { useHome } from "../../shell/home.tsx";
import { homeWords } from "./home.words.ts";

/** What a member has, in one row: each kind of points, and the coupons that can be used. */
export function Figures() {
  const { points, coupons } = useHome();
  const say = useWords(homeWords);
  const either = useEither();
  const write = useMeasured();
  return (
    <nav className="figures" aria-label={say.figures}>
      {points.slice(0, 3).map(({ book, name, name_zh, unit, balance }) => (
        <Link key={book} to={`/points/${book}`} className="m-card">
          <span className="lk-2">{either(name, name_zh)}</span>
          <b className="lk-num">{figure(balance.spendable, unit.decimals)}</b>
          {balance.pending > 0 && <small>{say.pending(write(balance.pending, unit))}</small>}
          {balance.debt > 0 && <small>{say.owes(write(balance.debt, unit))}</small>}
        </Link>
      ))}
      <Link to="/coupons" className="m-card">
        <span className="lk-2">{say.coupons}</span>
        <b className="lk-num">{say.couponCount(count(coupons.usable))}</b>
        {coupons.soon > 0 && <small>{say.soon(coupons.soon)}</small>}
      </Link>
    </nav>
  );
}
