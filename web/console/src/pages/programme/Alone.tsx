import { useAct, useAsk, useEvery } from "@liuke/kit/ask.ts";
import { revisionOf } from "@liuke/kit/call.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { publishWords } from "./publish.words.ts";

/** Return whether there is anybody to ask, and up to how many versions one may publish alone. */
export function useSecond() {
  const me = useMe();
  const limits = useAsk("GET /v1/approvals/limits", {}, { enabled: me.permissions.includes("approvals.read") });
  const staff = useEvery("GET /v1/staff", {}, { enabled: me.permissions.includes("staff.read") });
  const deciders = staff.data?.filter((one) => one.can_sign_in && ["owner", "operations"].includes(one.role));
  return {
    alone: deciders !== undefined && deciders.length <= 1,
    limit: limits.data?.find((one) => one.act === "programme.publish")?.amount ?? 0,
    known: limits.data !== undefined,
    limits: limits.data,
  };
}

/** Offer the only person of a shop to publish without a second one. */
export function Alone() {
  const say = useWords(publishWords);
  const { alone, limit, known, limits } = useSecond();
  const mayLimit = useMe().permissions.includes("approvals.limits");
  const lift = useAct("PUT /v1/approvals/limits", { refresh: ["GET /v1/approvals/limits"] });
  if (!known || !alone || limit > 0 || !mayLimit) return null;
  return (
    <div className="alone">
      <p>{say.alone}</p>
      <Button loading={lift.isPending} onClick={() => lift.mutate({ body: [{ act: "programme.publish", amount: 1 }], match: revisionOf(limits) })}>
        {say.liftLimit}
      </Button>
      {lift.error && <ProblemNote of={lift.error} />}
    </div>
  );
}
