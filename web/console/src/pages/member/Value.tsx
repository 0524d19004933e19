import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { count, day, money, share } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { valueWords } from "./value.words.ts";

type ValueAnswer = Answer<"GET /v1/members/{member_id}/value">;

/** What models say of a member, and what the value score is the sum of. */
export function Value({ id }: { id: string }) {
  const say = useWords(valueWords);
  const language = useLanguage();
  const asked = useAsk("GET /v1/members/{member_id}/value", { path: { member_id: id } });
  return (
    <section className="card member-block">
      <div className="member-block-head">
        <h2>{say.title}</h2>
        {asked.data && <span className="lk-3">{say.through(day(asked.data.through_on, language))}</span>}
      </div>
      {asked.error && (asked.error.code === "not_scored" ? <p className="lk-2">{say.none}</p> : <ProblemNote of={asked.error} />)}
      {asked.data && <Told of={asked.data} />}
    </section>
  );
}

function Told({ of }: { of: ValueAnswer }) {
  const say = useWords(valueWords);
  const language = useLanguage();
  const { currency } = usePlace();
  const { score } = of;
  const called = (one: { label: string; label_zh: string } | null) => (one ? (language === "zh-CN" ? one.label_zh : one.label) : "");
  const parts = of.reasons.map((one) => `${say[one.part as "purchases" | "referrals" | "participation"]} ${count(one.points)}`);
  const rows: [string, string][] = [
    [say.score, `${count(score.value_score)} = ${parts.join(" + ")}`],
    [say.stage, called(of.stage)],
    [say.rfm, called(of.rfm)],
    [say.layer, called(of.layer)],
    [say.rhythm, score.rfm_recency > 0 ? say.everyDays(score.rhythm_days) : ""],
    [say.clv(of.horizon_months), score.clv_minor === null ? "" : money(score.clv_minor, currency)],
    [say.churn(of.churn_days), score.churn_pm === null ? "" : share(score.churn_pm / 1000)],
    [say.next, score.next_order_on === null ? "" : day(score.next_order_on, language)],
    [say.again, listed(score.picks.buy_again)],
    [say.along, listed(score.picks.goes_with)],
    [say.above, listed(score.picks.upgrade)],
  ];
  return (
    <dl className="member-value">
      {rows.filter(([, value]) => value !== "").map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function listed(picks: readonly { name: string }[]): string {
  return [...new Set(picks.map((one) => one.name))].join(" / ");
}
