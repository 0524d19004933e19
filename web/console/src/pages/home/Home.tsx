import { useAddress } from "@liuke/kit/desk/address.ts";
import { useAsk, usePages } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { count, day, instant } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Segmented } from "antd";
import { Link } from "react-router";
import { useStoreScope } from "../../shell/scope.ts";
import { useStores } from "../members/names.ts";
import { DueTodos } from "./DueTodos.tsx";
import { CouponsMoved, PointsMoved } from "./Given.tsx";
import "./home.css";
import { homeWords } from "./home.words.ts";
import { LastDay } from "./LastDay.tsx";
import { Sales } from "./Sales.tsx";
import { Steps } from "./Steps.tsx";
import { Tiers } from "./Tiers.tsx";
import { Tiles } from "./Tiles.tsx";

export type HomeAnswer = Answer<"GET /v1/home">;

const PERIODS = ["today", "7d", "30d", "90d"] as const;
type Period = (typeof PERIODS)[number];

/** What waits, whether today is normal, why, and where to look next. */
export default function Home() {
  const say = useWords(homeWords);
  const { get, set } = useAddress();
  const { stores } = useStores();
  useStoreScope("store_id", "id");
  const period: Period = PERIODS.find((one) => one === get("period")) ?? "today";
  const storeId = get("store_id");
  const code = stores.find((one) => one.id === storeId)?.code ?? "";
  const on = get("on");
  const asked = useAsk(
    "GET /v1/home",
    { query: { period, store_id: storeId || null, on: on || null } },
    { refetchInterval: 60_000 },
  );
  return (
    <section className="page">
      <header className="page-head">
        <h1>{say.title}</h1>
        <div className="page-acts">
          <Segmented
            aria-label={say.period}
            value={period}
            onChange={(wanted) => set({ period: wanted === "today" ? null : wanted }, { push: true })}
            options={PERIODS.map((value) => ({ value, label: say[value] }))}
          />
        </div>
      </header>
      <Region asked={asked} waiting={<Frame />}>
        {(home) => (
          <div className={asked.isPlaceholderData ? "home home-old" : "home"}>
            <Compared home={home} />
            <LastDay home={home} on={on} />
            <Steps sold={home.last_sale_on !== null} />
            <Todo of={home.waiting} />
            <Tiles home={home} store={code} storeId={storeId} />
            <div className="home-two">
              <div className="home">
                <section className="card"><Sales home={home} store={code} /></section>
                <PointsMoved home={home} />
              </div>
              <div className="home">
                {home.levels ? <Tiers of={home.levels} /> : <OnlyAll />}
                {home.coupons && <CouponsMoved of={home.coupons} />}
              </div>
            </div>
          </div>
        )}
      </Region>
    </section>
  );
}

function Compared({ home }: { home: HomeAnswer }) {
  const say = useWords(homeWords);
  const language = useLanguage();
  const place = usePlace();
  const { since_on, until_on, until_hour } = home.before_span;
  const against =
    home.period === "today"
      ? say.againstDay(day(until_on, language), String(until_hour ?? 24))
      : say.against(day(since_on, language), day(until_on, language));
  return (
    <p className="home-compared lk-2">
      <span>{against}</span>
      <time dateTime={home.as_of}>{say.asOf(instant(home.as_of, place, language))}</time>
    </p>
  );
}

function Todo({ of }: { of: HomeAnswer["waiting"] }) {
  const say = useWords(homeWords);
  // Nobody looked for movements yet: then there is none to tell of.
  const alerts = useAsk("GET /v1/movements", {}, { enabled: useMay("models.read"), staleTime: 600_000 }).data?.length ?? 0;
  const { get, set } = useAddress();
  const everybody = get("todos") === "all";
  const due = usePages("GET /v1/members/todos", { query: { limit: 5, mine: !everybody } });
  const idle = of.approvals === 0 && of.held_jobs === 0 && alerts === 0 && due.rows.length === 0;
  return (
    <section className={idle ? "card home-todo" : "card home-todo home-todo-some"} aria-label={say.todo}>
      <h2>{say.todo}</h2>
      <Segmented
        size="small"
        aria-label={say.whoseTodos}
        value={everybody ? "all" : "mine"}
        onChange={(value) => set({ todos: value === "all" ? value : null })}
        options={[{ value: "mine", label: say.mine }, { value: "all", label: say.everybody }]}
      />
      {idle && <span className="lk-2">{say.nothingToDo}</span>}
      {of.approvals > 0 && <Link to="/approvals">{say.approvals(count(of.approvals))}</Link>}
      {of.held_jobs > 0 && <Link to="/jobs">{say.heldJobs(count(of.held_jobs))}</Link>}
      {alerts > 0 && <Link to="/models">{say.alerts(count(alerts))}</Link>}
      {due.error && <ProblemNote of={due.error} onRetry={() => void due.refetch()} />}
      {due.rows.length > 0 && <DueTodos of={due} everybody={everybody} />}
    </section>
  );
}

function OnlyAll() {
  const say = useWords(homeWords);
  const { set } = useAddress();
  return (
    <section className="card home-block">
      <h2>{say.tiers}</h2>
      <p className="lk-2">{say.onlyAll}</p>
      <button type="button" className="lk-link" onClick={() => set({ store_id: null })}>{say.seeAll}</button>
    </section>
  );
}

function Frame() {
  return (
    <div className="home">
      <div className="card"><Waiting rows={1} /></div>
      <div className="home-tiles">
        {["a", "b", "c", "d", "e", "f"].map((one) => (
          <div className="card" key={one}><Waiting rows={3} height={24} /></div>
        ))}
      </div>
      <div className="home-two">
        <div className="card"><Waiting rows={1} height={300} /></div>
        <div className="card"><Waiting rows={6} /></div>
      </div>
    </div>
  );
}
