/** Forms of what others may change too: saved only on top of what was seen, and nothing typed is lost. */

import { App, type FormInstance } from "antd";
import { useState } from "react";
import { revisionOf } from "../call.ts";
import { STALE, problemOf, type Problem } from "../problem.ts";
import { useLanguage, useWords } from "../scheme.tsx";
import { deskWords } from "./desk.words.ts";

/** Return the way on from a refusal of what somebody else saved over; other refusals need none. */
export function onStale(error: Problem, look: () => Promise<void>): (() => void) | undefined {
  return error.status === STALE ? () => void look() : undefined;
}

/** What a form was opened with, its revision for `match`, and how to look again after a refusal. */
export interface Seen<T> {
  seen: T;
  match: string | undefined;
  look: () => Promise<void>;
}

/**
 * Keep what a form was opened with, whatever is read beside it. Looking again puts what holds now into
 * the fields that were not touched; what was typed stays.
 */
export function useSeen<T extends object, F extends object>(
  first: T,
  form: FormInstance<F>,
  { read, fieldsOf, onLooked }: { read: () => Promise<T>; fieldsOf: (now: T) => F; onLooked: () => void },
): Seen<T> {
  const say = useWords(deskWords);
  const language = useLanguage();
  const { message } = App.useApp();
  const [seen, see] = useState(first);
  const look = async () => {
    const now = await read().catch((thrown: unknown) => void message.error(problemOf(thrown).title(language)));
    if (!now) return;
    const fields = Object.entries(fieldsOf(now)).filter(([name]) => !form.isFieldTouched(name as Parameters<typeof form.isFieldTouched>[0]));
    form.setFieldsValue(Object.fromEntries(fields) as Parameters<typeof form.setFieldsValue>[0]);
    see(now);
    onLooked();
    void message.info(say.looked);
  };
  return { seen, match: revisionOf(seen), look };
}
