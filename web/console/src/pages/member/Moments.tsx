import { useAsk, usePages } from "@liuke/kit/ask.ts";
import { When } from "@liuke/kit/figures.tsx";
import { Empty, ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { Link } from "react-router";
import { labelOf } from "../members/facts.ts";
import { useNames, useStores } from "../members/names.ts";
import { consentWords } from "./member.words.ts";
import { actorOf, tell, type Moment } from "./story.ts";
import { storyWords } from "./story.words.ts";

interface MomentsProps {
  id: string;
  /** Kinds with commas; empty for all. */
  kinds: string;
  limit: number;
  /** Offer what is older. */
  paged?: boolean;
}

/** What happened to a member, newest first, in words. */
export function Moments({ id, kinds, limit, paged = false }: MomentsProps) {
  const say = useWords(storyWords);
  const asked = usePages("GET /v1/members/{member_id}/timeline", {
    path: { member_id: id },
    query: { limit, ...(kinds ? { kinds } : {}) },
  });
  if (asked.error) return <ProblemNote of={asked.error} onRetry={() => void asked.refetch()} />;
  if (asked.isPending) return <Waiting rows={5} />;
  if (asked.rows.length === 0) return <Empty title={kinds ? say.emptyKind : say.empty} />;
  const rows = paged ? asked.rows : asked.rows.slice(0, limit);
  return (
    <>
      <ol className="moments">
        {rows.map((one) => <Row key={one.id} id={id} moment={one} />)}
      </ol>
      {paged && asked.hasNextPage && (
        <div>
          <Button loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>{say.more}</Button>
        </div>
      )}
    </>
  );
}

/** Return what rungs and details are called. */
function useCallings(id: string) {
  const language = useLanguage();
  const rungs = useAsk("GET /v1/members/{member_id}/rungs", { path: { member_id: id } }, { staleTime: 60_000 }).data ?? [];
  const fields = useAsk("GET /v1/members/fields", {}, { staleTime: 300_000 }).data ?? [];
  const find = (found: { label: string; label_zh: string } | undefined, code: string) => (found ? labelOf(found, language) : code);
  return {
    rung: (code: string) => {
      const one = rungs.find((rung) => rung.rung === code);
      return find(one && { label: one.name, label_zh: one.name_zh || one.name }, code);
    },
    field: (code: string) => find(fields.find((one) => one.code === code), code),
  };
}

function Row({ id, moment }: { id: string; moment: Moment }) {
  const say = useWords(storyWords);
  const consent = useWords(consentWords);
  const language = useLanguage();
  const place = usePlace();
  const names = useNames();
  const { named } = useStores();
  const { rung, field } = useCallings(id);
  const sentence = tell(moment, { say, names, store: named, consent, language, place, rung, field });
  const order = moment.body["order_id"];
  const book = moment.body["book"];
  return (
    <li>
      <span className="lk-2"><When at={moment.at} /></span>
      <span>
        {sentence} <small className="lk-2">{actorOf(moment, say)}</small>{" "}
        {typeof order === "string" && order !== "" && <Link to={`/orders/${order}`}>{say.openOrder}</Link>}
        {typeof book === "string" && <Link to={`/members/${id}?tab=money&book=${book}`}>{say.openLedger}</Link>}
      </span>
    </li>
  );
}
