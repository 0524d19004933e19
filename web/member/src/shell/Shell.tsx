import { ProblemNote } from "@liuke/kit/notes.tsx";
import { PlaceIs } from "@liuke/kit/place.tsx";
import { useLook, useWords } from "@liuke/kit/scheme.tsx";
import { kitWords } from "@liuke/kit/kit.words.ts";
import { languageIsChosen } from "@liuke/kit/words.ts";
import { useEffect, useMemo } from "react";
import { Outlet, ScrollRestoration } from "react-router";
import { BottomBar } from "./BottomBar.tsx";
import { CardWaiting } from "./CardWaiting.tsx";
import { HomeIs, useHomeAsked, type HomeAnswer } from "./home.tsx";
import { OfflineNote } from "./OfflineNote.tsx";

/** The frame of a member's pages: what is known of them, the offline note, the bar below. */
export function Shell() {
  const asked = useHomeAsked();
  const kit = useWords(kitWords);
  return (
    <div className="m-frame">
      <a className="m-skip" href="#content">
        {kit.skip}
      </a>
      <OfflineNote />
      <main id="content" tabIndex={-1}>
        {asked.data ? (
          <Known home={asked.data} />
        ) : asked.error && asked.error.status !== 401 ? (
          <div className="m-page">
            <ProblemNote of={asked.error} onRetry={() => void asked.refetch()} />
          </div>
        ) : (
          <CardWaiting />
        )}
      </main>
      <ScrollRestoration />
      <BottomBar waiting={asked.data ? asked.data.gifts.length + asked.data.rungs.length : 0} />
    </div>
  );
}

function Known({ home }: { home: HomeAnswer }) {
  const { setLanguage } = useLook();
  const wanted = home.me.profile["language"];
  useEffect(() => {
    if (!languageIsChosen() && (wanted === "en" || wanted === "zh-CN")) setLanguage(wanted);
  }, [wanted, setLanguage]);
  const currency = home.shop?.currency ?? "CNY";
  const timeZone = home.shop?.time_zone ?? "Asia/Shanghai";
  const place = useMemo(() => ({ currency, timeZone }), [currency, timeZone]);
  return (
    <HomeIs home={home}>
      <PlaceIs place={place}>
        <Outlet />
      </PlaceIs>
    </HomeIs>
  );
}
