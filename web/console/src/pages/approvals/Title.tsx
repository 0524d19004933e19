import type { Approval } from "@liuke/client/api.ts";
import { useAsk } from "@liuke/kit/ask.ts";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import type { Doc } from "../programme/document.ts";
import { nameOf } from "../programme/tell.ts";
import { approvalsWords } from "./approvals.words.ts";
import { batchWords } from "../members/members.words.ts";
import { actOf, batchOf, importOf, publicationsOf, withdrawalsOf } from "./deeds.ts";

/** Return what a request asks for when it is about one version of a programme. */
function useNamed(of: Approval): string | null {
  const say = useWords(approvalsWords);
  const language = useLanguage();
  const withdrawal = withdrawalsOf(of)[0];
  const version_id = publicationsOf(of)[0]?.version_id ?? withdrawal ?? "";
  const asked = useAsk(
    "GET /v1/programmes/versions/{version_id}",
    { path: { version_id } },
    { enabled: useMay("programme.read") && version_id !== "" && of.amount === 1, staleTime: 60_000 },
  );
  if (!asked.data) return null;
  const name = nameOf(asked.data.document as unknown as Doc, language);
  return (withdrawal ? say.withdrawNamed : say.publishNamed)(name, asked.data.version.number);
}

/** What a request asks for, in one line. */
export function Title({ of }: { of: Approval }) {
  const say = useWords(approvalsWords);
  const named = useNamed(of);
  const deeds = useWords(batchWords);
  const act = actOf(of);
  const number = count(of.amount);
  const batch = batchOf(of);
  if (batch) return <>{deeds.start(deeds[batch.action as "members.tag"] ?? batch.action, count(batch.members))}</>;
  if (importOf(of)) return <>{say.importPoints(number)}</>;
  if (named !== null) return <>{named}</>;
  if (withdrawalsOf(of).length) return <>{say.withdraw(number)}</>;
  return <>{act ? say[act](number) : say.otherAct(of.act, number)}</>;
}
