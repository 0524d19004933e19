import { useAct, useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import type { Problem } from "@liuke/kit/problem.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Input } from "antd";
import { Link } from "react-router";
import type { Tree } from "../../conditions/tree.ts";
import { segmentsWords } from "./segments.words.ts";

export interface Explaining {
  rows: Answer<"POST /v1/segments/explanations">["rows"] | undefined;
  answer: Answer<"POST /v1/segments/explanations"> | undefined;
  error: Problem | null;
}

/** Explain the member whom the address names, for the question as it stands. */
export function useExplained(tree: Tree, ready: boolean): Explaining {
  const { get } = useAddress();
  const member = get("member");
  const asked = useAsk("POST /v1/segments/explanations", { body: { tree, member_id: member } }, { enabled: ready && member !== "" });
  const answer = member && ready ? asked.data : undefined;
  return { answer, rows: answer?.rows, error: member ? asked.error : null };
}

/** Find a member, and say whether and why they are in. */
export function Explain({ of }: { of: Explaining }) {
  const say = useWords(segmentsWords);
  const { get, set } = useAddress();
  const search = useAct("POST /v1/searches", {
    onDone: ({ members: [found] }) => set({ member: found?.id ?? null, who: found ? found.name || found.phone : null }),
  });
  const missed = search.data?.members.length === 0;
  const member = get("member");
  const who = get("who");
  const find = (typed: string) => {
    const text = typed.trim();
    if (text) return search.mutate({ body: { text } });
    search.reset();
    set({ member: null, who: null });
  };
  return (
    <section className="card" aria-label={say.explain}>
      <h2>{say.explain}</h2>
      <Input.Search aria-label={say.explainHint} placeholder={say.explainHint} enterButton={say.explainAct} allowClear loading={search.isPending} onSearch={find} />
      <output className="segment-why">
        {missed && say.notFound}
        {!missed && of.answer && (
          <>
            <Mark tone={of.answer.inside ? "good" : "plain"}>{of.answer.inside ? say.inside(who) : say.outside(who)}</Mark>
            <Link to={`/members/${member}`}>{who}</Link>
          </>
        )}
      </output>
      {(search.error ?? of.error) && <ProblemNote of={search.error ?? of.error} />}
    </section>
  );
}
