/** Call a route of the server with its own types: `call("GET /v1/members/{member_id}", {…})`. */

import type { Routes } from "@liuke/client/api.ts";
import { kitWords } from "./kit.words.ts";
import { Offline, Problem } from "./problem.ts";

export type Route = keyof Routes;
export type ReadRoute = Extract<Route, `GET ${string}`>;
export type WriteRoute = Exclude<Route, ReadRoute>;
export type Answer<R extends Route> = Routes[R]["answer"];
export type Given<R extends Route> = Routes[R]["given"] & Extras;

export interface Extras {
  /** The caller's key of a write; made here when absent. A retry gives the one it used before. */
  key?: string;
  /** The approval of a second person, for writes that need one. */
  approval?: string | undefined;
  /** The revision of what was edited: a write on top of another one is refused. */
  match?: string | undefined;
  signal?: AbortSignal;
  /** It arrives although the page is left meanwhile, where the browser can: it carries little. */
  outlives?: boolean;
}

interface Loose extends Extras {
  path?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
}

const TRIES = 3;
/** What browsers send for a page that is gone, less a little for the rest of the request. */
const OUTLIVES_BYTES = 60_000;

/** Send a request and return its answer; throws Problem for a refusal, Offline without a line. */
export async function call<R extends Route>(route: R, given: Given<R>): Promise<Answer<R>> {
  const loose: Loose = given;
  const [method = "GET", path = "/"] = route.split(" ");
  const request = new Request(urlOf(path, loose), initOf(method, loose));
  const response = await send(request, method === "GET" ? TRIES : 1);
  const text = await response.text();
  const body: unknown = text === "" ? {} : parsed(text);
  if (response.ok) return marked(body, response) as Answer<R>;
  throw new Problem(
    response.status,
    (body ?? {}) as Record<string, unknown>,
    response.headers.get("x-request-id") ?? "",
  );
}

const REVISIONS = new WeakMap<object, string>();

function marked(body: unknown, response: Response): unknown {
  const [, revision] = /"(.*)"/.exec(response.headers.get("etag") ?? "") ?? [];
  if (revision && body instanceof Object) REVISIONS.set(body, revision);
  return body;
}

/** Return the revision that an answer came with, to be sent back as `match`. */
export function revisionOf(answer: object | undefined): string | undefined {
  return answer && REVISIONS.get(answer);
}

/** Say of what was made of an answer that it is of the same revision. */
export function carryRevision<T>(answer: unknown, made: T): T {
  const revision = answer instanceof Object ? REVISIONS.get(answer) : undefined;
  if (revision && made instanceof Object) REVISIONS.set(made, revision);
  return made;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { code: "unreadable_answer", title: kitWords.en.unreadable, title_zh: kitWords.zh.unreadable };
  }
}

/** Return a route's address with its path and query filled in. */
export function urlOf(path: string, given: Pick<Loose, "path" | "query">): string {
  const filled = path.replace(/{(\w+)}/g, (_, name: string) =>
    encodeURIComponent(String(given.path?.[name] ?? "")),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given.query ?? {})) {
    if (value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const text = query.toString();
  return new URL(filled + (text ? `?${text}` : ""), location.origin).href;
}

function initOf(method: string, given: Loose): RequestInit {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") {
    headers["X-Liuke"] = "1";
    headers["Idempotency-Key"] = given.key ?? crypto.randomUUID();
  }
  if (given.approval) headers["Approval-Id"] = given.approval;
  if (given.match) headers["If-Match"] = `"${given.match}"`;
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (given.body !== undefined) {
    headers["Content-Type"] = "application/json";
    const body = JSON.stringify(given.body);
    init.body = body;
    if (given.outlives) init.keepalive = new TextEncoder().encode(body).length < OUTLIVES_BYTES;
  }
  if (given.signal) init.signal = given.signal;
  return init;
}

async function send(request: Request, left: number): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request.clone());
  } catch (thrown) {
    if (request.signal.aborted) throw thrown;
    throw new Offline();
  }
  if (response.status !== 503 || left <= 1) return response;
  const seconds = Number(response.headers.get("retry-after") ?? 1);
  await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, 5) * 1000));
  return send(request, left - 1);
}
