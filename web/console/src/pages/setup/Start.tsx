import { useMe } from "@liuke/kit/me.tsx";
import { Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { Link } from "react-router";
import { nameOf } from "../programme/tell.ts";
import { programmesOf, useDocuments, useVersions } from "../programme/versions.ts";
import { setupWords } from "./setup.words.ts";

/** What is live now, in one sentence. */
function Live() {
  const say = useWords(setupWords);
  const language = useLanguage();
  const versions = useVersions();
  const live = programmesOf(versions.data ?? []).flatMap((one) => one.live ?? []);
  const docs = useDocuments(live.map((one) => one.id), versions.data !== undefined);
  if (!docs.data) return <Waiting rows={1} />;
  const names = [...docs.data.values()].map((doc) => nameOf(doc, language));
  return <p>{names.length === 0 ? say.readyWithout : say.readyWith(names.join(language === "en" ? ", " : "、"))}</p>;
}

/** The shop is open: bring goods and members now, or start empty. */
export function Start() {
  const say = useWords(setupWords);
  const me = useMe();
  const ways = [
    { to: "/imports?sheet=products", title: say.goods, hint: say.goodsHint },
    { to: "/imports?sheet=members", title: say.members, hint: say.membersHint },
    { to: "/staff", title: say.staff, hint: say.staffHint },
  ];
  return (
    <section className="card setup-start">
      <h2>{say.ready(me.merchant?.name ?? "")}</h2>
      <Live />
      <h3>{say.next}</h3>
      <ul>
        {ways.map((way) => (
          <li key={way.to}>
            <Link to={way.to}>{way.title}</Link>
            <span className="lk-2">{way.hint}</span>
          </li>
        ))}
        <li>
          <a href="/till/app/">{say.till}</a>
          <span className="lk-2">{say.tillHint}</span>
        </li>
      </ul>
      <div>
        <Link to="/">
          <Button type="primary">{say.home}</Button>
        </Link>
      </div>
    </section>
  );
}
