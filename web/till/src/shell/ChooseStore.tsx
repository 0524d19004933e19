import { Empty, Region } from "@liuke/kit/notes.tsx";
import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { Button, Input } from "antd";
import { useState } from "react";
import { choosePlace } from "../desk/counter.tsx";
import { shellWords } from "./shell.words.ts";

const SHOWN = 20;

/** Choose the store this device sells for, among those one works for. */
export function ChooseStore({ now, onChosen }: { now: string | null; onChosen: () => void }) {
  const say = useWords(shellWords);
  const { stores: own } = useMe();
  const [text, setText] = useState("");
  const asked = useEveryStore();
  return (
    <main className="till-choose">
      <h1>{say.choose}</h1>
      <p className="lk-2">{say.chooseHint}</p>
      {now !== null && <Button onClick={onChosen}>{say.stay(now)}</Button>}
      <Input autoFocus value={text} onChange={(event) => setText(event.target.value)}
        aria-label={say.findStore} placeholder={say.findStore} />
      <Region asked={asked}>
        {(stores) => {
          const mine = stores.filter((store) => store.state === "open" && (own === null || own.includes(store.id)));
          const wanted = text.trim().toLowerCase();
          const fitting = mine.filter((store) => `${store.code} ${store.name}`.toLowerCase().includes(wanted));
          if (mine.length === 0) return <Empty title={say.noStores} />;
          return (
            <>
              <ul>
                {fitting.slice(0, SHOWN).map((store) => (
                  <li key={store.id}>
                    <Button
                      block
                      onClick={() => {
                        choosePlace(store);
                        onChosen();
                      }}
                    >
                      <span>{store.name}</span> <span className="lk-code">{store.code}</span>
                    </Button>
                  </li>
                ))}
              </ul>
              <p className="lk-2" role="status">
                {fitting.length === 0 && say.noFit}
                {fitting.length > SHOWN && say.moreStores(fitting.length - SHOWN)}
              </p>
            </>
          );
        }}
      </Region>
    </main>
  );
}
