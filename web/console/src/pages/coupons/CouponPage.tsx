import { useAsk } from "@liuke/kit/ask.ts";
import { Chart, type ChartOption } from "@liuke/kit/desk/Chart.tsx";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { Facts } from "@liuke/kit/desk/Facts.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { Money } from "@liuke/kit/figures.tsx";
import { count, day } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Segmented } from "antd";
import { Link, useParams } from "react-router";
import { Batches } from "./Batches.tsx";
import { batchesWords } from "./batches.words.ts";
import { leftOf } from "./Coupons.tsx";
import { IssueOne } from "./IssueOne.tsx";
import { couponWords } from "./coupons.words.ts";
import { useTold, type Template } from "./told.ts";
import "./coupons.css";

const PERIODS = [30, 90, 365] as const;
/** More bars than this are hair: then a bar is a week's. */
const DAYS_DRAWN = 90;
type Told = "issued" | "used" | "expired";
type Day = Record<Told, number> & { on: string };

/** Sum days up by sevens, the last of which ends today; each stands under its first day. */
function weekly(days: readonly Day[]): Day[] {
  const first = days.length % 7;
  const weeks: Day[] = [];
  for (const [at, one] of days.entries()) {
    const last = weeks.at(-1);
    if (!last || (at - first) % 7 === 0) weeks.push({ ...one });
    else for (const key of ["issued", "used", "expired"] as const) last[key] += one[key];
  }
  return weeks;
}

/** One kind of coupon: its terms, what became of those given, and use per day. */
export default function CouponPage() {
  const say = useWords(couponWords);
  const { code = "" } = useParams();
  const templates = useAsk("GET /v1/coupons/templates", {});
  return (
    <Needs right="coupons.read">
      <section className="page">
        <Link to="/coupons">{`‹ ${say.back}`}</Link>
        <Region asked={templates} waiting={<Waiting rows={6} height={28} />}>
          {(all) => {
            const found = all.find((one) => one.code === code);
            return found ? <Shown template={found} /> : <Empty title={say.unknown_template} />;
          }}
        </Region>
      </section>
    </Needs>
  );
}

function Shown({ template }: { template: Template }) {
  const told = useTold();
  const mayIssue = useMay("coupons.issue");
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{told.name(template)}</h1>
          <p className="lk-2 coupon-worth">{told.worth(template)}</p>
        </div>
      </div>
      <div className="coupon-cols">
        <Stock template={template} />
        <Terms template={template} />
      </div>
      <div className="card coupon-card"><Use template={template} /></div>
      {mayIssue && <Batches template={template} />}
      {mayIssue && <IssueOne template={template} />}
    </>
  );
}

function Stock({ template }: { template: Template }) {
  const say = useWords(couponWords);
  const tallies = useAsk("GET /v1/coupons/tallies", {});
  const found = tallies.data?.find((one) => one.template === template.code);
  const left = leftOf(template, found);
  const of = (n: number | undefined) => say.sheets(count(n ?? 0));
  return (
    <div className="card coupon-card">
      <h2>{say.stock}</h2>
      <Region asked={tallies}>
        {() => (
          <Facts
            of={[
              [say.left, left === null ? say.unlimited : of(left)],
              [say.given, of(found?.given)],
              [say.open, of(found?.open)],
              [say.used, of(found?.used)],
              [say.expired, of(found?.expired)],
              [say.voided, of(found?.void)],
              [say.saved, <Money key="s" minor={found?.saved_minor ?? 0} />],
            ]}
          />
        )}
      </Region>
    </div>
  );
}

function Terms({ template }: { template: Template }) {
  const say = useWords(couponWords);
  const told = useTold();
  const limit = (n: number | null | undefined) => (n === null || n === undefined ? say.any : say.sheets(count(n)));
  const got = template.got === "public_code" ? say.public_code(template.public_code ?? "") : say[template.got ?? "granted"];
  return (
    <div className="card coupon-card">
      <h2>{say.about}</h2>
      <Facts
        of={[
          [say.terms, told.terms(template)],
          [say.got, got],
          [say.perOrder, limit(template.per_order ?? 1)],
          [say.perDay, limit(template.per_day)],
          [say.perMember, limit(template.per_member)],
          [say.budget, template.budget_minor ? <Money key="b" minor={template.budget_minor} /> : say.any],
          [say.stackable, template.stackable === false ? say.no : say.yes],
          [say.transferable, template.transferable ? say.yes : say.no],
          [say.onReturn, template.on_return === "void" ? say.void : say.restore],
          [say.code, <code key="c" className="lk-code">{template.code}</code>],
        ]}
      />
    </div>
  );
}

function Use({ template }: { template: Template }) {
  const say = useWords(couponWords);
  const batches = useWords(batchesWords);
  const language = useLanguage();
  const { get, set } = useAddress();
  const span = PERIODS.find((one) => String(one) === get("days")) ?? 30;
  const asked = useAsk(
    "GET /v1/coupons/templates/{template}/days",
    { path: { template: template.code }, query: { days: span } },
    { refetchInterval: 10_000 },
  );
  return (
    <>
    <Segmented
      className="coupon-span"
      aria-label={batches.period}
      value={span}
      options={PERIODS.map((value) => ({ value, label: batches.days(value) }))}
      onChange={(days) => set({ days: days === 30 ? null : String(days) })}
    />
    <Region asked={asked} waiting={<Waiting rows={6} height={32} />}>
      {(days) => {
        if (days.every((one) => one.issued + one.used + one.expired === 0)) return <Empty title={say.quiet(span)} />;
        const steps = span > DAYS_DRAWN ? weekly(days) : days;
        const of = (key: Told, name: string) => ({ name, type: "bar" as const, data: steps.map((one) => one[key]) });
        const option: ChartOption = {
          legend: {},
          tooltip: { trigger: "axis" },
          xAxis: { type: "category", data: steps.map((one) => one.on.slice(5)) },
          yAxis: { type: "value", minInterval: 1 },
          series: [of("issued", say.given), of("used", say.used), of("expired", say.expired)],
        };
        const rows = steps.map((one) => [day(one.on, language), count(one.issued), count(one.used), count(one.expired)]);
        return <Chart title={steps === days ? batches.byDay : batches.byWeek} option={option} twin={{ head: [steps === days ? say.day : batches.weekFrom, say.given, say.used, say.expired], rows }} />;
      }}
    </Region>
    </>
  );
}
