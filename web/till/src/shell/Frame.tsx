import { MeIs, useMay, useMe, useSignedIn, type Me } from "@liuke/kit/me.tsx";
import { ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { NavLink, Outlet } from "react-router";
import { useCell } from "../desk/cell.ts";
import { place } from "../desk/counter.tsx";
import { offlineSince } from "../desk/line.ts";
import { lock, locked, pins } from "../desk/pin.ts";
import { queue, upload } from "../desk/queue.ts";
import { shelf, stockShelf } from "../desk/shelf.ts";
import { Banner } from "./Banner.tsx";
import { ChooseStore } from "./ChooseStore.tsx";
import { Lock } from "./Lock.tsx";
import { Look } from "./Look.tsx";
import { shellWords } from "./shell.words.ts";
import { useIdle } from "./useIdle.ts";
import { useWays } from "./useWays.ts";
import "./shell.css";

const ME = "liuke.till.me";
const RECEIPTS = { F10: "/sales" };
const WAYS = { ...RECEIPTS, F8: "/returns" };
const STOCK_MS = 10 * 60_000;

function keptMe(): Me | null {
  const text = localStorage.getItem(ME);
  return text === null ? null : (JSON.parse(text) as Me);
}

/** Who sells and where; below it, the page. Without a network, who was here last goes on. */
export function Frame() {
  const signedIn = useSignedIn();
  const [last] = useState(keptMe);
  const { data, error } = signedIn;
  useEffect(() => {
    if (data) localStorage.setItem(ME, JSON.stringify(data));
  }, [data]);
  const me = data ?? (offlineSince.value !== null || error?.code === "offline" ? last : null);
  if (me === null) {
    if (error && error.status !== 401) return <ProblemNote of={error} onRetry={() => void signedIn.refetch()} />;
    return <Waiting rows={4} height={48} />;
  }
  return (
    <MeIs me={me}>
      <Inside />
    </MeIs>
  );
}

function Inside() {
  const me = useMe();
  const closed = useCell(locked);
  const chosen = useCell(place);
  const offline = useCell(offlineSince);
  const goods = useCell(shelf).goods.size;
  const [choosing, setChoosing] = useState(false);
  const code = chosen?.code;

  useEffect(() => {
    if (code === undefined || offline !== null) return;
    const fetchNow = () => void stockShelf(code).catch(() => undefined);
    fetchNow();
    const timer = setInterval(fetchNow, STOCK_MS);
    return () => clearInterval(timer);
  }, [code, offline]);
  useEffect(() => {
    if (offline === null) upload().catch(() => undefined);
  }, [offline]);

  useIdle(me.sign_in);
  if (closed !== null) return <Lock at={closed.at} wrong={closed.wrong} />;
  // The device may have been set by somebody who works elsewhere.
  const fits = chosen !== null && (me.stores === null || me.stores.includes(chosen.id));
  if (!fits || choosing) return <ChooseStore now={fits ? chosen.name : null} onChosen={() => setChoosing(false)} />;
  return (
    <div className="till" data-goods={goods || undefined}>
      <Top name={chosen.name} offline={offline !== null} onStore={() => setChoosing(true)} />
      <Banner />
      <main className="till-main">
        <Outlet key={chosen.code} />
      </main>
    </div>
  );
}

function Top({ name, offline, onStore }: { name: string; offline: boolean; onStore: () => void }) {
  const say = useWords(shellWords);
  const me = useMe();
  const mayReturn = useMay("checkout.return");
  useWays(mayReturn ? WAYS : RECEIPTS);
  const ownPin = useCell(pins)[me.sign_in] !== undefined;
  const waiting = useCell(queue).filter((one) => one.state !== "uploaded").length;
  return (
    <header className="till-top">
      <nav aria-label={say.pages}>
        <NavLink to="/sale">{say.sale}</NavLink>
        {mayReturn && (
          <NavLink to="/returns">
            {say.back} <kbd>F8</kbd>
          </NavLink>
        )}
        <NavLink to="/sales">
          {say.receipts} <kbd>F10</kbd>
        </NavLink>
        <NavLink to="/day">{say.day}</NavLink>
        {waiting > 0 && <NavLink to="/queue">{say.queue(waiting)}</NavLink>}
      </nav>
      <div className="till-top-side">
        <span className={offline ? "till-line-off" : "till-line-on"}>{offline ? say.offline : say.online}</span>
        <Button type="text" onClick={onStore}>
          {name}
        </Button>
        <span className="till-top-who">{say.who(me.name)}</span>
        {ownPin && (
          <Button type="text" onClick={lock}>
            {say.lock}
          </Button>
        )}
        <NavLink to="/device">{say.device}</NavLink>
        <Look />
      </div>
    </header>
  );
}
