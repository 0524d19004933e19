import type { ActLimit } from "@liuke/client/api.ts";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { ApprovalWait } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { App, Button, InputNumber } from "antd";
import { useState } from "react";
import { approvalsWords } from "./approvals.words.ts";

function Form({ limits }: { limits: readonly ActLimit[] }) {
  const say = useWords(approvalsWords);
  const may = useMay("approvals.limits");
  const { message } = App.useApp();
  const [typed, setTyped] = useState<Record<string, number>>({});
  const act = useAct("PUT /v1/approvals/limits", {
    refresh: ["GET /v1/approvals/limits", "GET /v1/approvals"],
    onDone: () => {
      setTyped({});
      void message.success(say.limitsSaved);
    },
  });
  const body = Object.entries(typed).map(([name, amount]) => ({ act: name, amount }));
  const waits = act.error?.code === "approval_needed" ? act.error : null;
  return (
    <>
      <dl className="limits">
        {limits.map((one) => (
          <div key={one.act}>
            <dt>{say.limitName(one.act)}</dt>
            <dd>
              {may ? (
                <InputNumber
                  aria-label={say.limitName(one.act)}
                  min={0}
                  precision={0}
                  formatter={(value) => count(Number(value ?? 0))}
                  parser={(text) => Number((text ?? "").replace(/\D/g, ""))}
                  value={typed[one.act] ?? one.amount}
                  onChange={(amount) => setTyped({ ...typed, [one.act]: amount ?? 0 })}
                />
              ) : (
                <span className="lk-num">{count(one.amount)}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {may && !waits && (
        <div>
          <Button type="primary" disabled={body.length === 0} loading={act.isPending} onClick={() => act.mutate({ body })}>
            {say.saveLimits}
          </Button>
        </div>
      )}
      {act.error && !waits && <ProblemNote of={act.error} />}
      {waits && (
        <ApprovalWait of={waits} act={say.saveLimits} busy={act.isPending} onGo={(approval) => act.mutate({ body, approval })} />
      )}
    </>
  );
}

/** Up to what one person may act alone. */
export function Limits() {
  const say = useWords(approvalsWords);
  const asked = useAsk("GET /v1/approvals/limits", {});
  return (
    <div className="card limits-card">
      <p className="lk-2">{say.limitsHint}</p>
      <Region asked={asked}>{(limits) => <Form limits={limits} />}</Region>
    </div>
  );
}
