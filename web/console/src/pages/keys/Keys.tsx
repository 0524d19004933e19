import type { Answer } from "@liuke/kit/call.ts";
import { useAct, useEvery } from "@liuke/kit/ask.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { isRight, rightWords } from "@liuke/kit/desk/rights.words.ts";
import { wholeOf } from "@liuke/kit/desk/whole.ts";
import { When } from "@liuke/kit/figures.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty, ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Popconfirm, Popover } from "antd";
import { NewKey } from "./NewKey.tsx";
import { keyWords } from "./keys.words.ts";
import "./keys.css";

type Key = Answer<"GET /v1/keys">["items"][number];

/** Keys of other systems: what each may do, when it was last used. */
export default function Keys() {
  const say = useWords(keyWords);
  return (
    <Needs right="keys.read">
      <section className="page">
        <div className="page-head">
          <h1>{say.title}</h1>
          {useMay("keys.edit") && <NewKey />}
        </div>
        <List />
      </section>
    </Needs>
  );
}

function List() {
  const say = useWords(keyWords);
  const asked = useEvery("GET /v1/keys", {});
  const rows = (asked.data ?? []).toSorted((a, b) => Number(stateOf(a) !== "live") - Number(stateOf(b) !== "live") || b.made_at.localeCompare(a.made_at));
  return (
    <ListFrame<Key>
      name="keys"
      pages={wholeOf(asked, rows)}
      columns={useKeyColumns()}
      keyOf={(one) => one.id}
      label={say.list}
      empty={<Empty title={say.first} />}
      file="keys"
      views={{ page: "keys", keeps: [] }}
    />
  );
}

function stateOf(key: Key): "live" | "revoked" | "expired" {
  if (key.revoked_at) return "revoked";
  return key.expires_at && Date.parse(key.expires_at) <= Date.now() ? "expired" : "live";
}

function useKeyColumns(): Column<Key>[] {
  const say = useWords(keyWords);
  const mayEdit = useMay("keys.edit");
  const scope = (key: Key) => (key.store_ids ? say.someStores(count(key.store_ids.length)) : say.wholeShop);
  const columns: Column<Key>[] = [
    { key: "name", title: say.name, width: 200, text: (one) => one.name, render: (one) => one.name },
    { key: "scopes", title: say.scopes, text: (one) => one.scopes.join(" "), render: (one) => <Scopes of={one} /> },
    { key: "stores", title: say.stores, text: scope, render: scope },
    { key: "used", title: say.used, render: (one) => (one.used_at ? <When at={one.used_at} /> : say.never) },
    { key: "made", title: say.made, hidden: true, render: (one) => <When at={one.made_at} /> },
    { key: "ends", title: say.ends, render: (one) => (one.expires_at ? <When at={one.expires_at} exact /> : say.noEnd) },
    { key: "state", title: say.state, card: "beside", text: (one) => say[stateOf(one)], render: (one) => <Mark tone={stateOf(one) === "live" ? "good" : "plain"}>{say[stateOf(one)]}</Mark> },
  ];
  if (mayEdit) columns.push({ key: "acts", title: say.acts, card: "acts", render: (one) => <Revoke key={one.id} one={one} /> });
  return columns;
}

function Scopes({ of }: { of: Key }) {
  const say = useWords(keyWords);
  const rights = useWords(rightWords);
  const list = (
    <ul className="key-scopes">
      {of.scopes.map((one) => <li key={one}>{isRight(one) ? rights[one] : one}</li>)}
    </ul>
  );
  return (
    <Popover trigger="click" content={list}>
      <button type="button" className="lk-link">{say.scopesOf(count(of.scopes.length))}</button>
    </Popover>
  );
}

function Revoke({ one }: { one: Key }) {
  const say = useWords(keyWords);
  const act = useAct("DELETE /v1/keys/{key_id}", { refresh: ["GET /v1/keys"] });
  if (stateOf(one) !== "live") return null;
  return (
    <>
      <Popconfirm
        title={say.revokeOf(one.name)}
        description={say.revokeEffect}
        okText={say.revokeOf(one.name)}
        cancelText={say.keep}
        onConfirm={() => act.mutate({ path: { key_id: one.id } })}
      >
        <Button size="small" danger aria-label={say.revokeOf(one.name)} loading={act.isPending}>{say.revoke}</Button>
      </Popconfirm>
      {act.error && <ProblemNote of={act.error} />}
    </>
  );
}
