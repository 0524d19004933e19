import { Money, When } from "@liuke/kit/figures.tsx";
import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { earnedOf, savedOf } from "../basket/told.ts";
import { useCell } from "../desk/cell.ts";
import { useNames, usePoints } from "../desk/counter.tsx";
import { device } from "../desk/device.ts";
import { chargeWords, kindIn } from "../pages/sale/charge.words.ts";
import type { Slip as Said, SlipLine } from "./slip.ts";
import { slipWords } from "./slip.words.ts";
import "./slip.css";

/** A receipt as it is printed: as wide as this device's paper, black on white. */
export function Slip({ slip }: { slip: Said }) {
  const say = useWords(slipWords);
  const kinds = useWords(chargeWords);
  const { merchant } = useMe();
  const { decision } = slip;
  const saved = savedOf(decision);
  const paper = useCell(device).paper_mm;
  return (
    <article className={paper === 58 ? "slip slip-58" : "slip"} aria-label={say.title}>
      <header>
        <strong>{merchant?.name}</strong>
        <span>{slip.store}</span>
        <span>
          {say.number} {slip.number} {slip.again && `（${say.again}）`}
        </span>
        <span>
          <When at={slip.at} exact />
        </span>
        <span>
          {slip.guest ? say.guest : `${say.member} ${slip.member}`}
        </span>
      </header>
      <ul>
        {slip.lines.map((line, at) => (
          <LineSaid key={at} line={line} />
        ))}
      </ul>
      <dl>
        <Row name={say.list} minor={decision.gross_minor ?? 0} />
        {saved > 0 && <Row name={say.saved} minor={-saved} />}
        {(decision.points_minor ?? 0) > 0 && <Row name={say.points} minor={-(decision.points_minor ?? 0)} />}
        <Row name={say.due} minor={decision.payable_minor ?? 0} strong />
        {slip.tenders.map((tender, at) => (
          <Row key={at} name={kindIn(kinds, tender.kind)} minor={tender.amount_minor} />
        ))}
        {slip.change_minor > 0 && <Row name={say.change} minor={slip.change_minor} />}
      </dl>
      <PointsSaid slip={slip} />
      {slip.claim && (
        <p className="slip-claim">
          {say.claim}
          <code>{slip.claim}</code>
          <small>{say.claimHint}</small>
        </p>
      )}
      {slip.provisional && <p className="slip-note">{say.provisional}</p>}
    </article>
  );
}

function LineSaid({ line }: { line: SlipLine }) {
  const say = useWords(slipWords);
  const nameOf = useNames();
  return (
    <li>
      <span>
        {line.name} {line.grams > 0 ? say.grams(line.grams) : line.units > 1 && say.units(line.units)}
      </span>
      <Money minor={line.gross_minor} />
      {line.savings.map((saving) => (
        <div key={`${saving.rule} ${saving.coupon}`} className="slip-saving">
          <span>{nameOf(saving.rule)}</span>
          <Money minor={-saving.minor} />
        </div>
      ))}
    </li>
  );
}

function Row({ name, minor, strong = false }: { name: string; minor: number; strong?: boolean }) {
  return (
    <div className={strong ? "slip-strong" : undefined}>
      <dt>{name}</dt>
      <dd>
        <Money minor={minor} />
      </dd>
    </div>
  );
}

function PointsSaid({ slip }: { slip: Said }) {
  const say = useWords(slipWords);
  const nameOf = useNames();
  const points = usePoints();
  const earned = !slip.guest && !slip.provisional ? earnedOf(slip.decision) : [];
  if (earned.length === 0 && slip.after === null) return null;
  return (
    <ul>
      {earned.map((award) => (
        <li key={award.book}>
          <span>
            {say.earned} · {nameOf(award.book)}
          </span>
          <span className="lk-num">+{points.plain(award.book, award.points)}</span>
        </li>
      ))}
      {Object.entries(slip.after ?? {}).map(([book, after]) => (
        <li key={`after ${book}`} className="lk-num">
          {say.balance(nameOf(book), points.plain(book, slip.before?.[book] ?? 0), points.plain(book, after))}
        </li>
      ))}
    </ul>
  );
}
