/** What a request asks for, in one line. */

import type { Approval } from "@liuke/client/api.ts";
import { useAsk } from "@liuke/kit/ask.ts";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { approvalsWords } from "./approvals.words.ts";
import { actOf, publicationsOf, withdrawalsOf } from "./deeds.ts";

/** Return how to name a request. */
export function useTitle(): (approval: Approval) => string {
  const say = useWords(approvalsWords);
  const versions = useAsk("GET /v1/programmes/versions", {}, { enabled: useMay("programme.read") });
  const versionOf = (id: string | undefined) => versions.data?.find((one) => one.id === id);
  return (approval) => {
    const publications = publicationsOf(approval);
    const withdrawals = withdrawalsOf(approval);
    const first = versionOf(publications[0]?.version_id ?? withdrawals[0]);
    const number = count(approval.amount);
    if (first && approval.amount === 1) {
      const word = withdrawals.length ? say.withdrawNamed : say.publishNamed;
      return word(first.programme, first.number);
    }
    if (withdrawals.length) return say.withdraw(number);
    const act = actOf(approval);
    return act ? say[act](number) : say.otherAct(approval.act, number);
  };
}
