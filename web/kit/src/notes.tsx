/** What a page says when it loads, is empty or was refused. */

import type { ReactNode } from "react";
import { fieldWords } from "./field.words.ts";
import { kitWords } from "./kit.words.ts";
import { isUndecided } from "./attempt.ts";
import { STALE, problemOf } from "./problem.ts";
import { useLook, useWords } from "./scheme.tsx";
import "./notes.css";

/** Return what people call a field; one without a word keeps its own. */
function useFieldName(): (field: string) => string {
  const names: Record<string, string> = useWords(fieldWords);
  const say = useWords(kitWords);
  return (field) => {
    const last = field.split(".").at(-1)?.replace(/\[\d+\]$/, "") ?? "";
    return names[last] ?? (last && say.field(last));
  };
}

/** Return where whoever is signed out comes in again; the page that says so stays, with what was typed in it. */
function signInAt({ pathname, search }: Location): string {
  const [, asMember] = /^\/m(\/.*)?$/.exec(pathname) ?? [];
  const next = encodeURIComponent((asMember ?? pathname) + search);
  return asMember === undefined && pathname !== "/m" ? `/console/sign-in?next=${next}` : `/m/join?next=${next}`;
}

/** Say what was refused and why, beside its cause, with a way on. */
export function ProblemNote({ of, onRetry }: { of: unknown; onRetry?: (() => void) | undefined }) {
  const { language } = useLook();
  const say = useWords(kitWords);
  const nameOf = useFieldName();
  const problem = problemOf(of);
  return (
    <div className="lk-note" role="alert" data-code={problem.code}>
      <p>{problem.title(language)}</p>
      {problem.faults.map((fault) => (
        <p key={`${fault.field} ${fault.reason}`} className="lk-note-field">
          {[nameOf(fault.field), language === "en" ? fault.reason : fault.reason_zh].filter(Boolean).join(say.colon)}
        </p>
      ))}
      <p className="lk-note-ways">
        {problem.code === "unauthenticated" && (
          <a className="lk-link" href={signInAt(location)} target="_blank" rel="noreferrer">
            {say.signIn}
          </a>
        )}
        {onRetry && (
          <button type="button" className="lk-link" onClick={onRetry}>
            {problem.status === STALE ? say.look : say.retry}
          </button>
        )}
        {problem.request && <small>{say.request(problem.request)}</small>}
      </p>
    </div>
  );
}

/** Say that there is nothing, why, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="lk-empty">
      <p>{title}</p>
      {children && <div>{children}</div>}
    </div>
  );
}

/** Hold the place of rows that are being read. */
export function Waiting({ rows = 3, height = 20 }: { rows?: number; height?: number }) {
  const say = useWords(kitWords);
  return (
    <output className="lk-waiting" aria-label={say.loading}>
      {Array.from({ length: rows }, (_, at) => (
        <span key={at} style={{ height }} />
      ))}
    </output>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/**
 * Show an answer once it is there; its place while it is read; its refusal with a retry. Where only the
 * line or the server is away, what was read before stays below, with whatever somebody types in it.
 */
export function Region<T>(props: {
  asked: Asked<T>;
  waiting?: ReactNode;
  children: (answer: T) => ReactNode;
}) {
  const { asked, waiting, children } = props;
  const { data, error } = asked;
  const stays = data !== undefined && (!error || isUndecided(error));
  return (
    <>
      {error ? <ProblemNote of={error} onRetry={() => void asked.refetch()} /> : null}
      {stays ? children(data) : !error && (waiting ?? <Waiting />)}
    </>
  );
}
