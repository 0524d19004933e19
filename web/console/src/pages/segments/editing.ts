/** A segment's question as it is being changed: saved on top of the version that was seen. */

import { useAct } from "@liuke/kit/ask.ts";
import { call } from "@liuke/kit/call.ts";
import { useState } from "react";
import { opened } from "../../conditions/tree.ts";
import type { Segment } from "./Fresh.tsx";

/** Return the question, whether it is changed, and how to save it and to look again after a refusal. */
export function useQuestion(segment: Segment) {
  const [edited, edit] = useState(() => opened(segment.tree));
  const [first, begin] = useState(() => JSON.stringify(edited));
  const [version, pin] = useState(segment.version);
  const adopt = (now: Pick<Segment, "tree" | "version">) => {
    const tree = opened(now.tree);
    edit(tree);
    begin(JSON.stringify(tree));
    pin(now.version);
  };
  const save = useAct("PUT /v1/segments/{code}", {
    refresh: ["GET /v1/segments/{code}", "GET /v1/segments", "GET /v1/segments/{code}/versions"],
    onDone: adopt,
  });
  const changed = JSON.stringify(edited) !== first;
  // What somebody else saved is shown while nothing is being changed here; else saving is refused.
  if (segment.version > version && !changed) adopt(segment);
  const { code, name, name_zh } = segment;
  const send = () => save.mutate({ path: { code }, body: { name, name_zh, tree: edited, version } });
  const look = async () => {
    pin((await call("GET /v1/segments/{code}", { path: { code } })).version);
    save.reset();
  };
  return { edited, edit, changed, save, send, look };
}
