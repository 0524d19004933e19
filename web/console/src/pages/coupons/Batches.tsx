import { usePages } from "@liuke/kit/ask.ts";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { count } from "@liuke/kit/formats.ts";
import { Empty, ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { Link } from "react-router";
import { useActorName } from "../audit/told.ts";
import { batchesWords } from "./batches.words.ts";
import type { Template } from "./told.ts";

/** The batches in which a coupon was issued, the latest first. */
export function Batches({ template }: { template: Template }) {
  const say = useWords(batchesWords);
  const who = useActorName();
  const found = usePages("GET /v1/batches", { query: { action: "coupons.issue", template: template.code, limit: 20 } });
  const rows = found.rows.map(({ batch, able, done }) => ({
    key: batch.id,
    cells: [
      <Link key="when" to={`/coupons/batches/${batch.id}`}>
        <When at={batch.started_at ?? batch.made_at} exact />
      </Link>,
      who(batch.made_by),
      batch.reason,
      count(able),
      say.sheets(count(done * Number(batch.params["count"] ?? 1))),
      say.states(batch.state),
    ],
  }));
  return (
    <div className="card coupon-card">
      <h2>{say.title}</h2>
      {found.error && <ProblemNote of={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Waiting rows={3} />}
      {found.data && rows.length === 0 && (
        <Empty title={say.none}>
          <Link to="/members">{say.toMembers}</Link>
        </Empty>
      )}
      {rows.length > 0 && (
        <PlainTable
          label={say.title}
          head={[say.when, say.by, say.why, say.people, say.given, say.state]}
          rows={rows}
          right={[3, 4]}
        />
      )}
      {found.hasNextPage && (
        <div>
          <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {say.more}
          </Button>
        </div>
      )}
    </div>
  );
}
