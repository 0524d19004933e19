/** Whoever presses a button again because no answer came does the thing once. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Attempt, isUndecided } from "../kit/src/attempt.ts";
import { Offline, Problem } from "../kit/src/problem.ts";

const WISH = { body: [{ points: 120 }] };

/** Send a wish and return the key it went out under; `fault` is what came of it. */
async function keyOf(attempt: Attempt, wish: object, fault?: Problem): Promise<string> {
  let used = "";
  const sent = attempt.send(wish, (key) => {
    used = key;
    return fault ? Promise.reject(fault) : Promise.resolve({});
  });
  await (fault ? assert.rejects(sent, { code: fault.code }) : sent);
  return used;
}

test("the same request keeps its key while nobody knows what became of it", async () => {
  const attempt = new Attempt();
  const first = await keyOf(attempt, WISH, new Offline());
  assert.equal(await keyOf(attempt, { body: [{ points: 120 }] }), first);
  assert.notEqual(await keyOf(attempt, WISH), first, "done: the same words are a new wish");
});

test("a refusal decides, so that the same words are tried anew", async () => {
  const attempt = new Attempt();
  const first = await keyOf(attempt, WISH, new Problem(409, { code: "insufficient_points" }));
  assert.notEqual(await keyOf(attempt, WISH), first);
});

test("another request, or the same with an approval, has a key of its own", async () => {
  const attempt = new Attempt();
  const first = await keyOf(attempt, WISH, new Offline());
  const other = await keyOf(attempt, { body: [{ points: 121 }] }, new Offline());
  const approved = await keyOf(attempt, { ...WISH, approval: "apr_1" });
  assert.equal(new Set([first, other, approved]).size, 3);
});

test("a key that the page chose is kept", async () => {
  assert.equal(await keyOf(new Attempt(), { ...WISH, key: "mine" }), "mine");
});

test("a lost line, a fault of the server and a twin under way leave it open", () => {
  assert.ok(isUndecided(new Offline()));
  assert.ok(isUndecided(new Problem(502, {})));
  assert.ok(isUndecided(new Problem(409, { code: "key_in_flight" })));
});
