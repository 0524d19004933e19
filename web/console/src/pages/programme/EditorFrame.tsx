import type { InForce, Version } from "@liuke/client/api.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { App } from "antd";
import { useCallback, useMemo, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { BookSection } from "./BookSection.tsx";
import { CheckoutSection } from "./CheckoutSection.tsx";
import { Conflict } from "./Conflict.tsx";
import { CouponSection } from "./CouponSection.tsx";
import type { Doc } from "./document.ts";
import { useDraft, type Draft, type Mark } from "./draft.ts";
import { EditingIs, useFaults, type Editing } from "./editing.tsx";
import { Faults } from "./Faults.tsx";
import { frameWords } from "./frame.words.ts";
import { useGoodsIn } from "./goods_in.ts";
import { HeadForm } from "./HeadForm.tsx";
import { Publish } from "./Publish.tsx";
import { RuleSection } from "./RuleSection.tsx";
import { Simulate } from "./Simulate.tsx";
import { Source } from "./Source.tsx";
import { StateBar } from "./StateBar.tsx";
import { useTeller } from "./teller.ts";
import { TabBar } from "./TabBar.tsx";
import { TierSection } from "./TierSection.tsx";
import { Try } from "./Try.tsx";
import { Versions } from "./Versions.tsx";

interface Props {
  code: string;
  first: Doc;
  from: Version;
  live: { version: Version; doc: Doc } | undefined;
  versions: readonly Version[];
  others: readonly Doc[];
  stores: readonly { code: string; name: string }[];
}

function useTabs(draft: Draft, versions: readonly Version[]) {
  const say = useWords(frameWords);
  return [
    { key: "tiers", label: say.tiers, children: <TierSection /> },
    {
      key: "points",
      label: say.points,
      children: (
        <>
          <RuleSection which="earning" title={say.earning} />
          <BookSection title={say.books} />
        </>
      ),
    },
    { key: "promotions", label: say.promotions, children: <RuleSection which="promotions" /> },
    { key: "coupons", label: say.coupons, children: <CouponSection /> },
    { key: "checkout", label: say.checkout, children: <CheckoutSection /> },
    { key: "json", label: say.source, children: <Source replace={draft.replace} /> },
    { key: "versions", label: say.versions, children: <Versions versions={versions} /> },
  ];
}

/** Keep the draft's id in the address, so that a copied link opens the same draft. */
function useMade() {
  const [, setQuery] = useSearchParams();
  return useCallback(
    (id: string) =>
      setQuery(
        (before) => {
          before.set("draft", id);
          return before;
        },
        { replace: true },
      ),
    [setQuery],
  );
}

/** The editor around one draft: state, forms at left, trial and simulation at right. */
export function EditorFrame({ code, first, from, live, versions, others, stores }: Props) {
  const say = useWords(frameWords);
  const teller = useTeller();
  const { message } = App.useApp();
  const { tab = "tiers" } = useParams();
  const [query] = useSearchParams();
  const go = useNavigate();
  const may = useMay("programme.edit");
  const [publishing, publish] = useState(false);
  const begun: Mark =
    from.state === "draft"
      ? { id: from.id, revision: from.revision, number: from.number }
      : { id: null, revision: 0, number: null };
  const draft = useDraft(first, begun, useMade());
  const { faults } = useFaults(draft.doc);
  const docs = useMemo(() => [...others, draft.doc], [others, draft.doc]);
  const goods = useGoodsIn(docs);
  const by = useMemo(() => teller(docs, goods), [teller, docs, goods]);
  const editing: Editing = useMemo(
    () => ({ doc: draft.doc, set: may ? draft.set : () => undefined, faults, by, stores }),
    [draft.doc, draft.set, may, faults, by, stores],
  );
  const tabs = useTabs(draft, versions);
  const to = (key: string) => {
    const kept = query.get("draft");
    return `/programme/${code}/edit/${key}${kept ? `?draft=${kept}` : ""}`;
  };
  const published = ([made]: readonly InForce[]) => {
    publish(false);
    const number = made?.number ?? draft.mark.number ?? 1;
    void message.success(made?.unchanged ? say.goesOn(number) : say.publishedNow(number));
    void go(`/programme/${code}/edit/versions`);
  };
  return (
    <EditingIs value={editing}>
      <section className="page editor">
        <StateBar draft={draft} live={live?.version} onPublish={() => publish(true)} />
        <HeadForm />
        {!may && <p className="lk-2">{say.readOnly}</p>}
        {draft.keeping.is === "conflict" && (
          <Conflict
            draft={draft}
            problem={draft.keeping.problem}
            onTheirs={() => void go(`/programme/${code}/edit/${tab}?draft=${draft.mark.id ?? ""}&again=${Date.now()}`)}
          />
        )}
        <div className="editor-sides">
          <div className="editor-form">
            <Faults to={to} />
            <TabBar label={say.programme} now={tab} tabs={tabs.map(({ key, label }) => ({ key, label, to: to(key) }))} />
            <div key={tab}>{tabs.find((one) => one.key === tab)?.children}</div>
          </div>
          {tab !== "versions" && (
            <div className="editor-preview">
              <Try others={others} />
              <Simulate doc={draft.doc} by={by} />
            </div>
          )}
        </div>
        {publishing && (
          <Publish
            draft={{ doc: draft.doc, flush: draft.flush, number: draft.mark.number }}
            live={live}
            onClose={() => publish(false)}
            onPublished={published}
          />
        )}
      </section>
    </EditingIs>
  );
}
