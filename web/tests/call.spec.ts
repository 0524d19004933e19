/** Requests carry what the server asks for, and every refusal is read as one kind of problem. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { call, urlOf } from "../kit/src/call.ts";
import { Offline, Problem } from "../kit/src/problem.ts";

const ORIGIN = "http://shop.test";
const real = globalThis.fetch;
Object.defineProperty(globalThis, "location", { value: { origin: ORIGIN }, configurable: true });

/** Answer the next requests in turn, and keep what was sent. */
function answering(...answers: (Response | Error)[]): Request[] {
  const sent: Request[] = [];
  globalThis.fetch = (asked) => {
    sent.push(asked as Request);
    const next = answers.shift() ?? new Error("nothing more to say");
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  return sent;
}

function refusal(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

afterEach(() => {
  globalThis.fetch = real;
});

test("a read sends neither key nor the header of writes", async () => {
  const sent = answering(Response.json({ items: [], after: null }));
  await call("GET /v1/stores", { query: { limit: 5 } });
  assert.equal(sent[0]?.url, `${ORIGIN}/v1/stores?limit=5`);
  assert.equal(sent[0]?.headers.get("x-liuke"), null);
  assert.equal(sent[0]?.headers.get("idempotency-key"), null);
});

test("a write says that it comes from our pages, with a key, its approval and what was edited", async () => {
  const sent = answering(Response.json([], { status: 201 }));
  await call("POST /v1/points/adjustments", { body: [], key: "mine", approval: "apr_1", match: "r1" } as never);
  assert.equal(sent[0]?.headers.get("x-liuke"), "1");
  assert.equal(sent[0]?.headers.get("idempotency-key"), "mine");
  assert.equal(sent[0]?.headers.get("approval-id"), "apr_1");
  assert.equal(sent[0]?.headers.get("if-match"), '"r1"');
});

test("paths and queries are filled in without letting their text leave its place", () => {
  assert.equal(urlOf("/v1/items/{code}", { path: { code: "a/b?c" } }), `${ORIGIN}/v1/items/a%2Fb%3Fc`);
  assert.equal(urlOf("/v1/x", { query: { a: null, b: "", c: [1, 2] } }), `${ORIGIN}/v1/x?c=1&c=2`);
});

test("a refusal tells its code, its words in both languages, its field and its request", async () => {
  const body = { code: "malformed", title: "Bad.", title_zh: "不对。", field: "name", reason: "empty", reason_zh: "空" };
  answering(refusal(422, body, { "x-request-id": "r1" }));
  const thrown: unknown = await call("GET /v1/me", {}).catch((fault: unknown) => fault);
  assert.ok(thrown instanceof Problem);
  assert.deepEqual([thrown.code, thrown.status, thrown.request], ["malformed", 422, "r1"]);
  assert.deepEqual([thrown.title("zh-CN"), thrown.title("en")], ["不对。", "Bad."]);
  assert.deepEqual(thrown.fault, { field: "name", reason: "empty", reason_zh: "空" });
});

test("reasons are found with one value, with the entries of a batch, or not at all", () => {
  const why = { reason: "too short", reason_zh: "太短" };
  assert.deepEqual(new Problem(422, { code: "not_asked", ...why }).faults, [{ field: "", ...why }]);
  const entries = { code: "faulty_items", faults: [{ item: 0, field: "phone", ...why }] };
  assert.deepEqual(new Problem(422, entries).faults, [{ field: "phone", ...why }]);
  assert.deepEqual(new Problem(409, { code: "wrong_code", field: "code" }).faults, []);
  assert.deepEqual(new Problem(409, { code: "coupon_unusable", reason: "used" }).faults, [], "a code is no reason");
});

test("a read waits as long as a busy server asks and tries again; a write is told at once", async () => {
  const busy = () => refusal(503, { code: "contended" }, { "retry-after": "0" });
  const reads = answering(busy(), busy(), Response.json({ actor: "lin" }));
  assert.deepEqual(await call("GET /v1/me", {}), { actor: "lin" });
  assert.equal(reads.length, 3);
  const writes = answering(busy(), Response.json({}));
  await assert.rejects(call("DELETE /v1/sessions/current", {}), { code: "contended" });
  assert.equal(writes.length, 1);
});

test("without a line it says so; what was given up is not called a lost line", async () => {
  answering(new TypeError("fetch failed"));
  await assert.rejects(call("GET /v1/me", {}), Offline);
  const given = new AbortController();
  given.abort();
  answering(given.signal.reason as Error);
  const thrown: unknown = await call("GET /v1/me", { signal: given.signal }).catch((fault: unknown) => fault);
  assert.ok(!(thrown instanceof Problem));
});

test("an answer that is no JSON is a problem with words, not a crash", async () => {
  answering(new Response("<html>bad gateway</html>", { status: 502 }));
  await assert.rejects(call("GET /v1/me", {}), { code: "unreadable_answer", status: 502 });
});
