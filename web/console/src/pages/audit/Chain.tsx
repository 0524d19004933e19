import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { count } from "@liuke/kit/formats.ts";
import { Region, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { auditWords } from "./audit.words.ts";

type Proof = Answer<"GET /v1/audit/chain">;

/** Whether the newest records are those that were sealed, proved while the page is open. */
export function Chain() {
  const say = useWords(auditWords);
  const asked = useAsk("GET /v1/audit/chain", {}, { staleTime: 60_000 });
  return (
    <section className="card audit-chain" data-chain={asked.data && (asked.data.faulty ? "broken" : "fits")}>
      <p className="lk-2">{say.chain}</p>
      <Region asked={asked} waiting={<Waiting rows={1} />}>
        {(proof) => (
          <>
            <Told of={proof} />
            <button type="button" className="lk-link" disabled={asked.isFetching} onClick={() => void asked.refetch()}>
              {say.chainAgain}
            </button>
          </>
        )}
      </Region>
    </section>
  );
}

function Told({ of }: { of: Proof }) {
  const say = useWords(auditWords);
  if (of.faulty) {
    const block = count(of.faulty.block);
    return (
      <div role="alert">
        <Mark tone="bad">{of.faulty.missing_before ? say.chainGone(block) : say.chainChanged(block)}</Mark>
        <p>{say.chainNext}</p>
      </div>
    );
  }
  if (of.sealed_at === null) return <p>{say.chainNone}</p>;
  return (
    <>
      <Mark tone="good">{say.chainFits(count(of.acts), count(of.blocks))}</Mark>
      <p className="lk-2">
        {say.chainSealed} <When at={of.sealed_at} />
        {of.unsealed > 0 && ` · ${say.chainWaits(count(of.unsealed))}`}
        {!of.whole && ` · ${say.chainPart}`}
      </p>
    </>
  );
}
