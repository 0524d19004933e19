import { call } from "@liuke/kit/call.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useCell } from "../desk/cell.ts";
import { offlineSince, signOut } from "../desk/line.ts";
import { TRIES_MOST, tryPin, unlock } from "../desk/pin.ts";
import { lockWords } from "./lock.words.ts";

/** Whoever has signed in with a password since the counter was locked may go on. */
async function openIfSignedInSince(at: string): Promise<void> {
  const sessions = await call("GET /v1/me/sessions", {});
  const own = sessions.find((session) => session.current);
  if (own && Date.parse(own.started_at) > Date.parse(at)) unlock();
}

/** The locked counter: a PIN opens it, nothing of the sale is shown. */
export function Lock({ at, wrong }: { at: string; wrong: number }) {
  const say = useWords(lockWords);
  const me = useMe();
  const offline = useCell(offlineSince) !== null;
  const [pin, setPin] = useState("");
  const [trying, setTrying] = useState(0);
  const over = wrong >= TRIES_MOST;
  useEffect(() => {
    document.title = say.title;
    openIfSignedInSince(at).catch(() => undefined);
  }, [at, say.title]);
  const submit = async () => {
    // Emptied at once, and open to the next try: it may come while this one is looked at.
    setPin("");
    setTrying((tries) => tries + 1);
    await tryPin(me.sign_in, pin).finally(() => setTrying((tries) => tries - 1));
  };
  return (
    <main className="till-choose">
      <h1>{say.title}</h1>
      <p className="lk-2">{say.kept}</p>
      <form
        className="till-find"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label>
          {say.pin(me.name)}
          <input className="till-input" type="password" inputMode="numeric" autoComplete="off" autoFocus value={pin}
            disabled={over} maxLength={8} onChange={(event) => setPin(event.target.value)} />
        </label>
        {wrong > 0 && trying === 0 && <p role="alert" className="till-warn">{over ? say.tooOften : say.wrong(TRIES_MOST - wrong)}</p>}
        <Button type="primary" htmlType="submit" disabled={over || pin.length < 4}>
          {say.open}
        </Button>
        <Button onClick={() => void signOut()} disabled={offline}>
          {say.password}
        </Button>
        {offline && <p className="lk-2">{say.offline}</p>}
      </form>
    </main>
  );
}
