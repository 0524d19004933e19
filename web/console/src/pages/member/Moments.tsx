import { useAsk, usePages } from "@liuke/kit/ask.ts";
import { When } from "@liuke/kit/figures.tsx";
import { Empty, ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { Link } from "react-router";
import { labelOf } from "../members/facts.ts";
import { useStores } from "../members/names.ts";
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

/** Return how to call a detail of a profile. */
function useFieldNames(): (code: string) => string {
  const language = useLanguage();
  const fields = useAsk("GET /v1/members/fields", {}, { staleTime: 300_000 }).data ?? [];
  return (code) => {
    const found = fields.find((one) => one.code === code);
    return found ? labelOf(found, language) : code;
  };
}

function Row({ id, moment }: { id: string; moment: Moment }) {
  const say = useWords(storyWords);
  const language = useLanguage();
  const place = usePlace();
  const { named } = useStores();
  const field = useFieldNames();
  const sentence = tell(moment, { say, store: named, field, language, place });
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
