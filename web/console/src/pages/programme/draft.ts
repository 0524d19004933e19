/** A draft that keeps itself: changes are saved a moment after the last key, one save at a time. */

import { isUndecided } from "@liuke/kit/attempt.ts";
import { call } from "@liuke/kit/call.ts";
import { problemOf, type Problem } from "@liuke/kit/problem.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Doc, Path } from "./document.ts";
import { put } from "./document.ts";
import { keepSent, sentBefore, type Sent } from "./sent.ts";

const PAUSE_MS = 700;
const AGAIN_MS = 3_000;

/** Which draft on the server the editor stands on; without an id the first save makes one. */
export interface Mark {
  id: string | null;
  revision: number;
  number: number | null;
}

export type Keeping =
  | { is: "unchanged" }
  | { is: "changed" }
  | { is: "saving" }
  | { is: "saved"; at: string }
  | { is: "refused"; problem: Problem }
  | { is: "conflict"; problem: Problem };

export interface Draft {
  doc: Doc;
  mark: Mark;
  keeping: Keeping;
  set: (path: Path, value: unknown) => void;
  replace: (doc: Doc) => void;
  /** Save what is there now, on top of a revision somebody else wrote. */
  insist: (revision: number) => void;
  flush: () => Promise<Mark | null>;
}

interface Held {
  doc: Doc;
  mark: Mark;
  changed: boolean;
  sent: Sent | null;
  running: Promise<Mark | null> | null;
}

function givenOf({ id, revision, document, key }: Sent) {
  const text = document as unknown as Record<string, unknown>;
  return { body: [{ document: text, version_id: id, revision, note: "" }], key, outlives: true };
}

/** Keep a document as a draft while it is edited. */
export function useDraft(first: Doc, begun: Mark, onMade: (id: string) => void): Draft {
  const client = useQueryClient();
  const [before] = useState(() => sentBefore(first, begun.id, begun.revision));
  const [doc, setDoc] = useState(before?.document ?? first);
  const [mark, setMark] = useState(begun);
  const [keeping, setKeeping] = useState<Keeping>({ is: before ? "changed" : "unchanged" });
  const now = useRef<Held>({ doc, mark, changed: before !== null, sent: before, running: null });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wait = useRef<(ms: number) => void>(() => undefined);

  const save = useCallback(async (): Promise<Mark | null> => {
    const held = now.current;
    const { id, revision } = held.mark;
    // What nobody knows the fate of goes out again as it was, before anything newer.
    const sent = held.sent ?? { id, revision, document: held.doc, key: crypto.randomUUID() };
    keepSent((held.sent = sent));
    held.changed = held.doc !== sent.document;
    setKeeping((shown) => (shown.is === "refused" ? shown : { is: "saving" }));
    try {
      const [saved] = await call("POST /v1/programmes/drafts", givenOf(sent));
      keepSent((held.sent = null));
      if (!saved) return null;
      held.mark = { id: saved.id, revision: saved.revision, number: saved.number };
      setMark(held.mark);
      setKeeping(held.changed ? { is: "changed" } : { is: "saved", at: new Date().toISOString() });
      if (sent.id === null) onMade(saved.id);
      void client.invalidateQueries({ queryKey: ["GET /v1/programmes/versions"] });
      return held.mark;
    } catch (thrown) {
      const problem = problemOf(thrown);
      held.changed = true;
      if (isUndecided(problem)) wait.current(AGAIN_MS);
      else keepSent((held.sent = null));
      setKeeping({ is: problem.code === "edited_meanwhile" ? "conflict" : "refused", problem });
      return null;
    }
  }, [client, onMade]);

  const flush = useCallback(async (): Promise<Mark | null> => {
    clearTimeout(timer.current);
    const held = now.current;
    for (;;) {
      if (held.running) await held.running;
      if (!held.changed && held.mark.id !== null) return held.mark;
      held.running = save().finally(() => {
        held.running = null;
      });
      const saved = await held.running;
      if (!saved) return null;
    }
  }, [save]);

  useEffect(() => {
    wait.current = (ms) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), ms);
    };
    if (now.current.sent) void flush();
  }, [flush]);
  const replace = useCallback((made: Doc) => {
    now.current.doc = made;
    now.current.changed = true;
    setDoc(made);
    setKeeping((shown) => (shown.is === "conflict" ? shown : { is: "changed" }));
    wait.current(PAUSE_MS);
  }, []);
  const set = useCallback((path: Path, value: unknown) => replace(put(now.current.doc, path, value)), [replace]);
  const insist = useCallback(
    (revision: number) => {
      now.current.mark = { ...now.current.mark, revision };
      now.current.changed = true;
      void flush();
    },
    [flush],
  );
  useEffect(() => {
    const leave = () => {
      if (now.current.changed) void flush();
    };
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [flush]);
  return { doc, mark, keeping, set, replace, insist, flush };
}
