import type { Approval, Publication, Version } from "@liuke/client/api.ts";
import { useEvery } from "@liuke/kit/ask.ts";
import { Facts } from "@liuke/kit/desk/Facts.tsx";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { count, instant, shortId } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Region, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { batchWords } from "../members/members.words.ts";
import { useNames } from "../members/names.ts";
import { useChangeTold, usePointsTold } from "../members/units.ts";
import { Changes } from "../programme/Changes.tsx";
import { compare } from "../programme/compare.ts";
import { useGoodsIn } from "../programme/goods_in.ts";
import { Simulate } from "../programme/Simulate.tsx";
import { aired } from "../programme/tell.ts";
import { useTeller } from "../programme/teller.ts";
import { useDocuments } from "../programme/versions.ts";
import { approvalsWords } from "./approvals.words.ts";
import { batchOf, importOf, listOf, publicationsOf, withdrawalsOf, type BatchAsked, type ImportAsked } from "./deeds.ts";
import { Levels } from "./Levels.tsx";

/** What publishing a version changes against what is live, from when, where, at what cost. */
function Publishing({ wish, versions }: { wish: Publication; versions: readonly Version[] }) {
  const say = useWords(approvalsWords);
  const language = useLanguage();
  const place = usePlace();
  const teller = useTeller();
  const version = versions.find((one) => one.id === wish.version_id);
  const live = versions.find((one) => one.programme === version?.programme && one.state === "live" && one.id !== wish.version_id);
  const docs = useDocuments([wish.version_id, ...(live ? [live.id] : [])]);
  const goods = useGoodsIn([...(docs.data?.values() ?? [])]);
  return (
    <Region asked={docs} waiting={<Waiting rows={4} />}>
      {(found) => {
        const after = found.get(wish.version_id);
        const before = live && found.get(live.id);
        if (!after) return null;
        const by = teller(before ? [before, after] : [after], goods);
        return (
          <>
            <h3>{say.changes}</h3>
            {!before && <p className="lk-2">{say.newProgramme}</p>}
            <Changes of={compare(before ?? {}, after)} by={by} />
            <p>
              {wish.effective_from ? say.fromOn(instant(wish.effective_from, place, language)) : say.fromNow}
              {(wish.pilot ?? []).length > 0 && ` · ${aired(say.pilotIn((wish.pilot ?? []).map(by.store).join(language === "en" ? ", " : "、")), language)}`}
            </p>
            {version && (
              <div>
                <Link to={`/programme/${version.programme}/edit/versions?diff=${version.id}`}>{say.openDraft}</Link>
              </div>
            )}
            <Simulate doc={after} by={by} />
          </>
        );
      }}
    </Region>
  );
}

function Rows({ head, rows }: { head: readonly string[]; rows: readonly (readonly ReactNode[])[] }) {
  const say = useWords(approvalsWords);
  const shown = rows.slice(0, 20);
  return (
    <>
      <PlainTable label={say.changes} head={head} rows={shown.map((cells, at) => ({ key: String(at), cells }))} />
      {rows.length > shown.length && <p className="lk-2">{say.more(count(rows.length - shown.length))}</p>}
    </>
  );
}

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is Record<string, unknown> => typeof one === "object" && one !== null && !Array.isArray(one));
}

/** Limits as they are and as they would be. */
function RaisedLimits({ of }: { of: Approval }) {
  const say = useWords(approvalsWords);
  const before = (of.before ?? {}) as Record<string, number>;
  return (
    <Rows
      head={[say.act, say.before, say.after]}
      rows={objectsIn(of.payload).map((one) => [
        say.limitName(String(one["act"])),
        count(before[String(one["act"])] ?? 0),
        count(Number(one["amount"])),
      ])}
    />
  );
}

function Adjusted({ of }: { of: Approval }) {
  const say = useWords(approvalsWords);
  const names = useNames();
  const signed = useChangeTold();
  const member = (id: string) => <Link key="m" to={`/members/${id}`}>{shortId(id)}</Link>;
  return (
    <Rows
      head={[say.member, say.book, say.change, say.because]}
      rows={objectsIn(of.payload).map((one) => [
        member(String(one["member_id"] ?? "")),
        names.book(String(one["book"] ?? "")),
        signed(String(one["book"] ?? ""), Number(one["points"] ?? 0)),
        String(one["reason"] ?? ""),
      ])}
    />
  );
}

/** What a batch would give to how many, with the way to who they are. */
function Batch({ of, batch }: { of: Approval; batch: BatchAsked }) {
  const say = useWords(approvalsWords);
  const told = useWords(batchWords);
  const names = useNames();
  const tell = usePointsTold();
  const { template, book, count: each = 1, points } = batch.params;
  const facts: [string, ReactNode][] = [[told.able, told.people(count(batch.members))]];
  if (typeof template === "string") facts.push([told.template, names.template(template)], [told.count, count(Number(each))]);
  if (typeof book === "string") facts.push([told.book, names.book(book)], [told.points, tell(book, Number(points ?? 0))]);
  facts.push([told.cost, typeof book === "string" ? tell(book, of.amount) : told.couponsInAll(count(of.amount))]);
  return (
    <>
      <Facts of={facts} />
      <p>
        <Link to={`/members?batch=${batch.id}`}>{say.openBatch}</Link>
      </p>
    </>
  );
}

/** How many would leave in clear at most, with the way to who they are. */
function Listed({ page, members }: { page: string; members: number }) {
  const say = useWords(approvalsWords);
  return (
    <>
      <p>{say.listInClear(count(members))}</p>
      <p>
        <Link to={page.replace(/&?take=\d+$/, "")}>{say.openList}</Link>
      </p>
    </>
  );
}

/** What the rows of a file would give by hand, by book. */
function Imported({ asked }: { asked: ImportAsked }) {
  const say = useWords(approvalsWords);
  const names = useNames();
  const added = useChangeTold();
  return (
    <>
      <p>{say.importedFile(asked.file, count(asked.rows))}</p>
      <Rows head={[say.book, say.change]} rows={Object.entries(asked.parts).map(([book, points]) => [names.book(book), added(book, points)])} />
    </>
  );
}

/** What a request would change, before and after. */
export function Effect({ of }: { of: Approval }) {
  const say = useWords(approvalsWords);
  const may = useMay("programme.read");
  const publications = publicationsOf(of);
  const versions = useEvery("GET /v1/programmes/versions", {}, { enabled: may && publications.length > 0 });
  if (publications.length > 0) {
    return (
      <Region asked={versions}>
        {(found) => (
          <>
            {publications.map((wish) => (
              <Publishing key={wish.version_id} wish={wish} versions={found} />
            ))}
          </>
        )}
      </Region>
    );
  }
  if (withdrawalsOf(of).length > 0) return <p>{say.ruleAgain}</p>;
  if (of.act === "approvals.limits") return <RaisedLimits of={of} />;
  const batch = batchOf(of);
  if (batch) return <Batch of={of} batch={batch} />;
  const list = listOf(of);
  if (list) return <Listed page={list} members={of.amount} />;
  const file = importOf(of);
  if (file) return <Imported asked={file} />;
  if (of.act === "points.adjust") return <Adjusted of={of} />;
  if (of.act === "tiers.edit") return <Levels of={of} />;
  return null;
}
