/** Who asked and who decided, by name. */

import { useEvery } from "@liuke/kit/ask.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { approvalsWords } from "./approvals.words.ts";

/** Return what an actor is called: a person's name, or what kind of thing it is. */
export function usePeople(): (actor: string | null) => string {
  const say = useWords(approvalsWords);
  const me = useMe();
  const staff = useEvery("GET /v1/staff", {}, { enabled: me.permissions.includes("staff.read"), staleTime: 60_000 });
  return (actor) => {
    if (!actor) return say.system;
    const id = actor.replace(/^\w+:/, "");
    if (actor === me.actor || me.actor.endsWith(id)) return me.name;
    if (actor.startsWith("key")) return say.key;
    return staff.data?.find((one) => one.id === id)?.name ?? say.somebody;
  };
}
