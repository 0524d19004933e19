import type { ActLimit } from "@liuke/client/api.ts";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { revisionOf } from "@liuke/kit/call.ts";
import { onStale } from "@liuke/kit/desk/seen.ts";
import { ApprovalWait } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { App, Button, InputNumber } from "antd";
import { useState } from "react";
import { approvalsWords } from "./approvals.words.ts";

function Form({ limits: now, onLook }: { limits: ActLimit[]; onLook: () => Promise<{ data: ActLimit[] | undefined }> }) {
  const say = useWords(approvalsWords);
  const may = useMay("approvals.limits");
  const { message } = App.useApp();
  const [typed, setTyped] = useState<Record<string, number>>({});
  // What stood when typing began: what others save meanwhile is shown once they are looked at.
  const [seen, see] = useState<ActLimit[] | null>(null);
  const limits = seen ?? now;
  const type = (name: string, amount: number | null) => {
    see(limits);
    setTyped({ ...typed, [name]: amount ?? 0 });
  };
  const act = useAct("PUT /v1/approvals/limits", {
    refresh: ["GET /v1/approvals/limits", "GET /v1/approvals"],
    onDone: () => {
      setTyped({});
      see(null);
      void message.success(say.limitsSaved);
    },
  });
  const look = async () => {
    see((await onLook()).data ?? limits);
    act.reset();
  };
  const match = revisionOf(limits);
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
                  onChange={(amount) => type(one.act, amount)}
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
          <Button type="primary" disabled={body.length === 0} loading={act.isPending} onClick={() => act.mutate({ body, match })}>
            {say.saveLimits}
          </Button>
        </div>
      )}
      {act.error && !waits && <ProblemNote of={act.error} onRetry={onStale(act.error, look)} />}
      {waits && (
        <ApprovalWait of={waits} act={say.saveLimits} busy={act.isPending} onGo={(approval) => act.mutate({ body, approval, match })} />
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
      <Region asked={asked}>{(limits) => <Form limits={limits} onLook={asked.refetch} />}</Region>
    </div>
  );
}
