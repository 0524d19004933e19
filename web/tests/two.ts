/** Two people of a shop over the API: a second one is let in, and both publish a programme. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "playwright-core";
import { SHOP } from "./browser.ts";

/** Send something under a key of its own; a question for a second person is an answer too. */
export async function send<T>(api: APIRequestContext, path: string, data: unknown, more: Record<string, string> = {}): Promise<T> {
  const headers = { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": randomUUID(), ...more };
  const answer = await api.post(path, { headers, data });
  assert.ok(answer.ok() || answer.status() === 409, `${path} ${await answer.text()}`);
  const text = await answer.text();
  return (text ? JSON.parse(text) : null) as T;
}

/** Let a second person in, who runs the shop's operations. */
export async function letIn(one: APIRequestContext, two: APIRequestContext, signIn: string, name: string): Promise<void> {
  const person = { sign_in: signIn, name, role: "operations" };
  const [invited] = await send<{ token: string }[]>(one, "/v1/staff/invitations", [person]);
  await send(two, "/v1/acceptances", { token: invited?.token, password: "second-person-of-the-shop-9" });
}

/** Publish a document, by both where the shop asks for both. */
export async function publish(one: APIRequestContext, two: APIRequestContext, document: unknown, reason: string): Promise<void> {
  const [saved] = await send<{ id: string }[]>(one, "/v1/programmes/drafts", [{ document }]);
  const wish = [{ version_id: saved?.id }];
  const asked = await send<{ approval_id?: string }>(one, "/v1/programmes/publications", wish);
  if (!asked.approval_id) return;
  await send(two, `/v1/approvals/${asked.approval_id}/decisions`, { approve: true, reason });
  await send(one, "/v1/programmes/publications", wish, { "Approval-Id": asked.approval_id });
}
