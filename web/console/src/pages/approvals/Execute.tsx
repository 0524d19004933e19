import type { Approval } from "@liuke/client/api.ts";
import type { Problem } from "@liuke/kit/problem.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { Link } from "react-router";
import { approvalsWords } from "./approvals.words.ts";
import { executionOf, pageOf } from "./deeds.ts";

/** Carry out what was approved: the very request, sent again with its approval. */
export function Execute({ of }: { of: Approval }) {
  const say = useWords(approvalsWords);
  const client = useQueryClient();
  const { message } = App.useApp();
  const send = executionOf(of);
  const act = useMutation<unknown, Problem, string>({
    mutationFn: async (approval) => send?.(approval),
    onSuccess: async () => {
      void message.success(say.executed);
      await client.invalidateQueries();
    },
  });
  const page = pageOf(of);
  if (send === null) {
    return (
      <p className="lk-2">
        {say.elsewhere} {page && <Link to={page}>{say.goOn}</Link>}
      </p>
    );
  }
  return (
    <div className="approval-decide">
      <p className="lk-2">{say.executeHint}</p>
      {act.error && <ProblemNote of={act.error} />}
      <div className="page-acts">
        <Button type="primary" loading={act.isPending} onClick={() => act.mutate(of.id)}>
          {say.execute}
        </Button>
      </div>
    </div>
  );
}
