/** Take a ready-made programme as a draft of one's own. */

import type { Saved } from "@liuke/client/api.ts";
import { useAct } from "@liuke/kit/ask.ts";
import type { Doc } from "../programme/document.ts";

/** Return how to keep a document as a new draft. */
export function useTake(onTaken: (saved: Saved) => void) {
  const keep = useAct("POST /v1/programmes/drafts", {
    refresh: ["GET /v1/programmes/versions"],
    onDone: ([saved]) => saved && onTaken(saved),
  });
  const start = (doc: Doc) =>
    keep.mutate({ body: [{ document: doc as unknown as Record<string, unknown>, note: "" }] });
  return { start, isPending: keep.isPending, error: keep.error };
}
