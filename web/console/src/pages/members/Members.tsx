import { FilterOutlined, UserAddOutlined } from "@ant-design/icons";
import { useAsk, usePages } from "@liuke/kit/ask.ts";
import { call, type Answer } from "@liuke/kit/call.ts";
import { ListFrame, type Chip } from "@liuke/kit/desk/ListFrame.tsx";
import { SearchBox } from "@liuke/kit/desk/SearchBox.tsx";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { buildWords } from "../../conditions/build.words.ts";
import { treeText } from "../../conditions/told.ts";
import { readTree, writtenTree, type Group } from "../../conditions/tree.ts";
import { Choosing } from "./Choosing.tsx";
import { columnFacts, useMemberColumns, type MemberRow } from "./columns.tsx";
import { Enrol } from "./Enrol.tsx";
import { useFacts } from "./facts.ts";
import "./members.css";
import { membersWords } from "./members.words.ts";
import { useStores } from "./names.ts";
import { Where } from "./Where.tsx";
import { useStoreScope } from "../../shell/scope.ts";

const Glance = lazy(() => import("../member/Glance.tsx"));
/** So many leave in one file (desk/take_along.py). */
const TAKEN_MAX = 5_000;

const PEEK = {
  to: (row: MemberRow) => `/members/${row.id}`,
  more: (row: MemberRow) => <Suspense fallback={<Waiting rows={4} />}><Glance key={row.id} id={row.id} /></Suspense>,
};

/** Find members, list those that fit conditions, act on many. */
export default function Members() {
  const say = useWords(membersWords);
  const mayEnrol = useMay("members.enrol");
  const { get, set } = useAddress();
  useStoreScope("store_id", "id");
  const text = get("q").trim();
  const filtering = get("filter") === "1";
  const tree = readTree(get("where"));
  const apply = (found: Group) => set({ where: writtenTree(found), q: null, filter: null }, { push: true });
  const chips = useChips(tree, text);
  return (
    <section className="page">
      <header className="page-head">
        <h1>{say.title}</h1>
        {mayEnrol && (
          <Button type="primary" icon={<UserAddOutlined aria-hidden />} onClick={() => set({ enrol: "1" }, { push: true })}>
            {say.enrol}
          </Button>
        )}
      </header>
      <Filters />
      {filtering && <Where key={get("where")} tree={tree} onApply={apply} />}
      {text ? <Found text={text} chips={chips} /> : <Listed tree={tree} chips={chips} />}
      <Enrol open={get("enrol") === "1"} onClose={() => set({ enrol: null })} />
    </section>
  );
}

function useChips(tree: Group, text: string): Chip[] {
  const say = useWords(membersWords);
  const built = useWords(buildWords);
  const deeds = useAsk("GET /v1/deeds", {}, { staleTime: 300_000 }).data ?? [];
  const language = useLanguage();
  const place = usePlace();
  const { get } = useAddress();
  const { nameOf } = useStores();
  const facts = useFacts().data ?? [];
  const chips: Chip[] = [];
  if (text) chips.push({ names: ["q"], label: say.found(text) });
  if (!text && tree.of.length > 0 && facts.length > 0) {
    chips.push({ names: ["where"], label: treeText(tree, { say, words: built, place, language, facts, deeds }) });
  }
  if (!text && get("store_id")) chips.push({ names: ["store_id"], label: say.atStore(nameOf(get("store_id"))) });
  return chips;
}

function Filters() {
  const say = useWords(membersWords);
  const { get, set } = useAddress();
  const asked = get("q");
  return (
    <div className="members-find">
      <SearchBox className="members-search" label={say.search} hint={say.searchHint} asked={asked} onSearch={(q) => set({ q }, { push: true })} />
      {!asked && (
        <Button icon={<FilterOutlined aria-hidden />} aria-pressed={get("filter") === "1"} onClick={() => set({ filter: get("filter") ? null : "1" })}>
            {say.filter}
          </Button>
      )}
    </div>
  );
}

interface ShownProps {
  chips: Chip[];
}

function rowOf(member: Answer<"POST /v1/members/searches">["items"][number]): MemberRow {
  const { id, state, store_id, joined_at } = member.standing;
  const phone = member.identities.find((one) => one.kind === "phone")?.value ?? "";
  return { id, state, store_id, joined_at, phone, name: member.name, tags: member.tags, facts: {} };
}

function Found({ text, chips }: ShownProps & { text: string }) {
  const say = useWords(membersWords);
  const pages = usePages("POST /v1/members/searches", { body: { text, limit: 50 } });
  const columns = useMemberColumns(false);
  return (
    <ListFrame<MemberRow>
      name="members.found"
      label={say.title}
      pages={{ ...pages, rows: pages.rows.map(rowOf) }}
      columns={columns}
      keyOf={(row) => row.id}
      chips={chips}
      empty={<Empty title={say.empty} />}
      file="members"
      peek={PEEK}
    />
  );
}

function Listed({ tree, chips }: ShownProps & { tree: Group }) {
  const facts = useFacts();
  if (facts.data === undefined && !facts.error) return <Frame />;
  return <Rows tree={tree} chips={chips} />;
}

function Frame() {
  const say = useWords(membersWords);
  const waiting = { rows: [], error: null, isPending: true, isFetchingNextPage: false, hasNextPage: false, fetchNextPage: () => {}, refetch: () => {} };
  return <ListFrame<MemberRow> name="members" label={say.title} pages={waiting} columns={[]} keyOf={(row) => row.id} empty={null} />;
}

function Rows({ tree, chips }: ShownProps & { tree: Group }) {
  const say = useWords(membersWords);
  const { get } = useAddress();
  const facts = useFacts().data ?? [];
  const asked = { ...(tree.of.length > 0 ? { where: tree } : {}), store_id: get("store_id") || null };
  const codes = columnFacts(facts).map((one) => one.code);
  const pages = usePages("POST /v1/members/lists", { body: { asked, columns: codes, limit: 50 } });
  const size = useAsk("POST /v1/members/counts", { body: asked });
  const columns = useMemberColumns(true);
  const [chosen, choose] = useState<string[]>([]);
  const total = size.data && `${count(size.data.members)}${size.data.exact ? "" : "+"}`;
  const may = useMay("members.tag");
  const mayTake = useMay("members.export");
  const take = (most: number, reason: string, approval?: string): Promise<MemberRow[]> =>
    call("POST /v1/members/lists/exports", { body: { asked, columns: codes, members: most, reason }, approval });
  return (
    <>
      <ListFrame<MemberRow>
        name="members"
        label={say.title}
        pages={pages}
        columns={columns}
        keyOf={(row) => row.id}
        chips={chips}
        empty={<Empty title={say.empty} />}
        total={total}
        file="members"
        clear={mayTake && size.data ? { most: Math.min(TAKEN_MAX, size.data.members), with: ["phone"], take } : undefined}
        views={{ page: "members", keeps: ["where", "store_id"] }}
        peek={PEEK}
        choosing={may ? { keys: chosen, onChoose: choose, nameOf: (row) => row.name || row.id } : undefined}
      />
      <Choosing chosen={chosen} asked={asked} total={total} onNone={() => choose([])} />
    </>
  );
}
