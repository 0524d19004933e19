import type { Answer } from "@liuke/kit/call.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { SearchBox } from "@liuke/kit/desk/SearchBox.tsx";
import { wholeOf } from "@liuke/kit/desk/whole.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty } from "@liuke/kit/notes.tsx";
import { problemOf } from "@liuke/kit/problem.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { Button } from "antd";
import { StorePanel } from "./StorePanel.tsx";
import { storeWords } from "./stores.words.ts";
import "./stores.css";

export type Store = Answer<"GET /v1/stores">["items"][number];

const TONES = { open: "good", planned: "waits", closed: "plain" } as const;

/** Every store: where, when open, and how to change it. */
export default function Stores() {
  const say = useWords(storeWords);
  const mayEdit = useMay("stores.edit");
  const { get, set } = useAddress();
  const asked = useEveryStore();
  const text = get("q");
  const wanted = text.toLowerCase();
  const fits = (one: Store) => `${one.code} ${one.name} ${one.address}`.toLowerCase().includes(wanted);
  const chosen = get("store");
  const open = (id: string) => set({ store: id }, { push: true });
  return (
    <Needs right="stores.read">
      <section className="page">
        <div className="page-head">
          <h1>{say.title}</h1>
          {mayEdit && <Button type="primary" onClick={() => open("new")}>{say.add}</Button>}
        </div>
        <ListFrame<Store>
          name="stores"
          pages={wholeOf({ ...asked, error: asked.error && problemOf(asked.error) }, (asked.data ?? []).filter(fits))}
          columns={useStoreColumns(open)}
          keyOf={(one) => one.id}
          label={say.title}
          filters={<SearchBox className="stores-find" label={say.find} asked={text} onSearch={(q) => set({ q })} />}
          chips={text ? [{ names: ["q"], label: say.found(text) }] : []}
          empty={<Empty title={say.first} />}
          file="stores"
          views={{ page: "stores", keeps: ["q"] }}
          onEnter={(one) => open(one.id)}
        />
        {chosen && <StorePanel id={chosen} onClose={() => set({ store: null })} />}
      </section>
    </Needs>
  );
}

/** Return how to tell the hours of a week. */
function useHours(): (store: Store) => string {
  const say = useWords(storeWords);
  return ({ week }) => {
    const spans = week.hours ?? [];
    if (spans.length === 0) return say.noHours;
    const names = say.weekdays.split(",");
    return spans
      .map(({ weekdays, opens, closes }) => {
        const [from, to] = [opens.slice(0, 5), closes.slice(0, 5)];
        if (weekdays.length === 7) return say.daily(from, to);
        return say.on(weekdays.map((at) => names[at - 1] ?? "").join(""), from, to);
      })
      .join("；");
  };
}

function useStoreColumns(open: (id: string) => void): Column<Store>[] {
  const say = useWords(storeWords);
  const hours = useHours();
  return [
    { key: "name", title: say.name, width: 200, text: (one) => one.name, render: (one) => <button type="button" className="lk-link" onClick={() => open(one.id)}>{one.name}</button> },
    { key: "code", title: say.code, text: (one) => one.code, render: (one) => one.code },
    { key: "region", title: say.region, text: (one) => one.region ?? "", render: (one) => one.region ?? "—" },
    { key: "address", title: say.address, text: (one) => one.address, render: (one) => one.address || "—" },
    { key: "hours", title: say.hours, text: hours, render: hours },
    { key: "state", title: say.state, card: "beside", text: (one) => say[one.state], render: (one) => <Mark tone={TONES[one.state]}>{say[one.state]}</Mark> },
    { key: "brand", title: say.brand, hidden: true, text: (one) => one.brand ?? "", render: (one) => one.brand ?? "—" },
  ];
}
