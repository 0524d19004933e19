import { Empty, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { Link, useSearchParams } from "react-router";
import type { Doc } from "./document.ts";
import { useGoodsIn } from "./goods_in.ts";
import { Outline } from "./Outline.tsx";
import { programmeWords } from "./programme.words.ts";
import { Stack } from "./Stack.tsx";
import { Standing } from "./Standing.tsx";
import { TabBar } from "./TabBar.tsx";
import { useTeller } from "./teller.ts";
import { programmesOf, useDocuments, useVersions, type Programme as Known } from "./versions.ts";
import "./programme.css";

function Live({ programmes }: { programmes: Known[] }) {
  const say = useWords(programmeWords);
  const teller = useTeller();
  const [query] = useSearchParams();
  const tab = query.get("tab") ?? "programmes";
  const shown = programmes.map((one) => one.live ?? one.versions[0]).filter((one) => one !== undefined);
  const asked = useDocuments(shown.map((one) => one.id));
  const goods = useGoodsIn([...(asked.data?.values() ?? [])]);
  return (
    <Region asked={asked} waiting={<Waiting rows={8} />}>
      {(docs) => {
        const live = programmes.flatMap((one) => (one.live && docs.get(one.live.id)) || []);
        const by = teller(live, goods);
        const of = (one: Known): Doc | undefined => docs.get((one.live ?? one.versions[0])?.id ?? "");
        return (
          <>
            <TabBar
              label={say.title}
              now={tab}
              tabs={[
                { key: "programmes", label: say.all, to: "/programme" },
                { key: "order", label: say.order, to: "/programme?tab=order" },
              ]}
            />
            {tab === "order" ? (
              <div className="card">
                <p className="lk-2 outline-hint">{say.orderHint}</p>
                <Stack by={by} />
              </div>
            ) : (
              programmes.map((one) => (
                <article key={one.code} className="card">
                  <Standing of={one} doc={of(one)} />
                  {of(one) && <Outline doc={of(one) as Doc} by={teller([of(one) as Doc], goods)} />}
                </article>
              ))
            )}
          </>
        );
      }}
    </Region>
  );
}

/** What the shop's programmes are now, and in which order their rules run. */
export default function Programme() {
  const say = useWords(programmeWords);
  const may = useMay("programme.edit");
  const asked = useVersions();
  return (
    <section className="page">
      <header className="page-head">
        <h1>{say.title}</h1>
        <Link to="/programme/templates">
          <Button>{say.gallery}</Button>
        </Link>
      </header>
      {!may && <p className="lk-2">{say.mayNotEdit}</p>}
      <Region asked={asked} waiting={<Waiting rows={6} />}>
        {(versions) =>
          versions.length === 0 ? (
            <Empty title={say.nothing}>
              <Link to="/programme/templates">
                <Button type="primary">{say.fromGallery}</Button>
              </Link>
            </Empty>
          ) : (
            <Live programmes={programmesOf(versions)} />
          )
        }
      </Region>
    </section>
  );
}
