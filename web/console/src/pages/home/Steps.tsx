import { CheckCircleFilled } from "@ant-design/icons";
import { useAsk, useEvery } from "@liuke/kit/ask.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { homeWords } from "./home.words.ts";

const RIGHTS = ["programme.publish", "catalog.edit", "members.enrol"] as const;

/** What a new shop does next; it goes once all is done, and only who may do it sees it. */
export function Steps({ sold }: { sold: boolean }) {
  const { permissions } = useMe();
  return RIGHTS.every((one) => permissions.includes(one)) ? <Asked sold={sold} /> : null;
}

function Asked({ sold }: { sold: boolean }) {
  const say = useWords(homeWords);
  const rested = { staleTime: 60_000 };
  const versions = useEvery("GET /v1/programmes/versions", {}, rested);
  const goods = useAsk("GET /v1/products", { query: { limit: 1 } }, rested);
  const members = useAsk("POST /v1/members/lists", { body: { limit: 1 } }, rested);
  if (!versions.data || !goods.data || !members.data) return null;
  const live = versions.data.some((one) => one.state === "live" || one.state === "scheduled");
  const [some, known] = [goods.data.items.length > 0, members.data.items.length > 0];
  if (live && some && known && sold) return null;
  return (
    <section className="card home-block" aria-label={say.steps}>
      <h2>{say.steps}</h2>
      <p className="lk-2">{say.stepsHint}</p>
      <ol className="home-steps">
        <Step done={live} hint={say.stepProgrammeHint}><Link to="/programme/templates">{say.stepProgramme}</Link></Step>
        <Step done={some} hint={say.stepGoodsHint}><Link to="/catalogue">{say.stepGoods}</Link></Step>
        <Step done={known} hint={say.stepMembersHint}><Link to="/imports">{say.stepMembers}</Link></Step>
        <Step done={sold} hint={say.stepTillHint}><a href="/till/app/">{say.stepTill}</a></Step>
      </ol>
    </section>
  );
}

function Step({ done, hint, children }: { done: boolean; hint: string; children: ReactNode }) {
  const say = useWords(homeWords);
  return (
    <li className={done ? "home-step-done" : ""}>
      <span>{children}</span>
      {done ? (
        <span className="home-step-mark"><CheckCircleFilled aria-hidden /> {say.stepDone}</span>
      ) : (
        <span className="lk-2">{hint}</span>
      )}
    </li>
  );
}
