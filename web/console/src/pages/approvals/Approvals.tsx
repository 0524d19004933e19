import type { Approval } from "@liuke/client/api.ts";
import { useAsk, usePages } from "@liuke/kit/ask.ts";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { useOneKeys } from "@liuke/kit/keys.ts";
import { When } from "@liuke/kit/figures.tsx";
import { useMe } from "@liuke/kit/me.tsx";
import { Empty, ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { kitWords } from "@liuke/kit/kit.words.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { ApprovalShown } from "./ApprovalShown.tsx";
import { approvalsWords } from "./approvals.words.ts";
import { Limits } from "./Limits.tsx";
import { TabBar } from "../programme/TabBar.tsx";
import { usePeople } from "./people.ts";
import { Title } from "./Title.tsx";
import "../programme/editor.css";
import "./approvals.css";

type Tab = "waiting" | "mine" | "decided";

function Row({ of, on, onOpen }: { of: Approval; on: boolean; onOpen: () => void }) {
  const say = useWords(approvalsWords);
  const who = usePeople();
  return (
    <li>
      <button type="button" className="approval-row" aria-current={on} onClick={onOpen}>
        <span>
          <Title of={of} />
        </span>
        <span className="lk-2">
          {say.askedBy(who(of.asked_by))} · <When at={of.asked_at} />
        </span>
      </button>
    </li>
  );
}

/** The requests of a tab: waiting oldest first, the rest newest first. */
function useRequests(tab: Tab) {
  const me = useMe();
  const asked = usePages("GET /v1/approvals", { query: { limit: 100, ...(tab === "waiting" ? { state: "pending" } : {}) } });
  const own = (one: Approval) => one.asked_by === me.actor;
  const [now] = useState(Date.now);
  const fits: Record<Tab, (one: Approval) => boolean> = {
    waiting: (one) => !own(one) && Date.parse(one.expires_at) > now,
    mine: own,
    decided: (one) => one.state !== "pending",
  };
  const rows = asked.rows.filter(fits[tab]);
  return { asked, rows: tab === "waiting" ? rows.toReversed() : rows };
}

function Queue({ tab }: { tab: Tab }) {
  const say = useWords(approvalsWords);
  const kit = useWords(kitWords);
  const [query, setQuery] = useSearchParams();
  const { asked, rows } = useRequests(tab);
  const id = query.get("id") ?? "";
  const place = rows.findIndex((one) => one.id === id);
  const open = (wanted: string | undefined) =>
    wanted !== undefined &&
    setQuery((before) => {
      before.set("id", wanted);
      return before;
    }, { replace: true });
  const keys = useMemo(
    () => ({
      j: () => open(rows[Math.min(rows.length - 1, place + 1)]?.id),
      k: () => open(rows[Math.max(0, place - 1)]?.id),
      Enter: () => {
        open(rows[Math.max(0, place)]?.id);
        document.querySelector<HTMLElement>("#approval")?.focus();
      },
    }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- setQuery is made anew by every render
    [rows, place],
  );
  useOneKeys(keys);
  if (asked.isPending) return <Waiting rows={4} height={48} />;
  const fault = asked.error && <ProblemNote of={asked.error} onRetry={() => void asked.refetch()} />;
  if (fault && asked.rows.length === 0) return fault;
  const nothing = { waiting: say.nothingWaiting, mine: say.nothingMine, decided: say.nothingDecided }[tab];
  if (rows.length === 0 && id === "") return <Empty title={nothing} />;
  return (
    <div className="approvals">
      <div>
        {fault}
        <p className="lk-3 approvals-keys">{say.keys}</p>
        {rows.length === 0 && <p className="lk-2">{nothing}</p>}
        <ol className="approval-rows" aria-label={say.list}>
          {rows.map((one) => (
            <Row key={one.id} of={one} on={one.id === id} onOpen={() => open(one.id)} />
          ))}
        </ol>
        {asked.hasNextPage && <Button onClick={() => void asked.fetchNextPage()}>{kit.more}</Button>}
      </div>
      <One id={id || rows[0]?.id || ""} known={rows} onNext={() => open(rows[place + 1]?.id ?? rows[place - 1]?.id)} />
    </div>
  );
}

/** The request that is open: from the list, or looked up when a link names another one. */
function One({ id, known, onNext }: { id: string; known: readonly Approval[]; onNext: () => void }) {
  const say = useWords(approvalsWords);
  const here = known.find((one) => one.id === id);
  const all = useAsk("GET /v1/approvals", { query: { limit: 200 } }, { enabled: id !== "" && !here });
  const found = here ?? all.data?.items.find((one) => one.id === id);
  if (!found) return all.isLoading ? <Waiting rows={5} /> : <p className="lk-2">{say.choose}</p>;
  return <ApprovalShown key={found.id} of={found} onNext={onNext} />;
}

/** The queue of what waits for a second person. */
export default function Approvals() {
  const say = useWords(approvalsWords);
  const [query] = useSearchParams();
  const tab = (query.get("tab") ?? "waiting") as Tab | "limits";
  const tabs = (["waiting", "mine", "decided", "limits"] as const).map((key) => ({
    key,
    label: say[key],
    to: `/approvals?tab=${key}`,
  }));
  return (
    <Needs right="approvals.read">
      <section className="page">
        <h1>{say.title}</h1>
        <TabBar label={say.title} now={tab} tabs={tabs} />
        {tab === "limits" ? <Limits /> : <Queue key={tab} tab={tab} />}
      </section>
    </Needs>
  );
}
