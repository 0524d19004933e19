/** What an approval is about, and the very request its asker sends again once it is granted. */

import type { Approval, Publication } from "@liuke/client/api.ts";
import { call, type Answer, type Given, type WriteRoute } from "@liuke/kit/call.ts";

export const ACTS = [
  "programme.publish",
  "points.adjust",
  "coupons.issue",
  "members.export",
  "members.merge",
  "members.children",
  "approvals.limits",
] as const;
export type Act = (typeof ACTS)[number];

/** Return the act of an approval when it is one we know by name. */
export function actOf(approval: Approval): Act | undefined {
  return ACTS.find((one) => one === approval.act);
}

/** Return the publications that an approval is about. */
export function publicationsOf(approval: Approval): Publication[] {
  if (approval.act !== "programme.publish" || !Array.isArray(approval.payload)) return [];
  return approval.payload.flatMap((one: unknown) => (Array.isArray(one) ? [one[0] as Publication] : []));
}

/** Return the versions that an approval is to withdraw. */
export function withdrawalsOf(approval: Approval): string[] {
  if (approval.act !== "programme.publish" || !Array.isArray(approval.payload)) return [];
  return approval.payload.filter((one): one is string => typeof one === "string");
}

type Send = (approval: string) => Promise<unknown>;

function send<R extends WriteRoute>(route: R, given: Omit<Given<R>, "approval">): Send {
  return (approval) => call(route, { ...given, approval } as unknown as Given<R>) as Promise<Answer<R>>;
}

function body<T>(approval: Approval): T {
  return approval.payload as T;
}

/** Return how to carry out what was approved; null where it is done on the page it was asked on. */
export function executionOf(approval: Approval): Send | null {
  const publications = publicationsOf(approval);
  const withdrawals = withdrawalsOf(approval);
  switch (approval.act) {
    case "programme.publish":
      return publications.length > 0
        ? send("POST /v1/programmes/publications", { body: publications })
        : send("POST /v1/programmes/withdrawals", { body: withdrawals });
    case "points.adjust":
      return send("POST /v1/points/adjustments", { body: body(approval) });
    case "members.merge":
      return send("POST /v1/members/merges", { body: body(approval) });
    case "approvals.limits":
      return send("PUT /v1/approvals/limits", { body: body(approval) });
    case "coupons.issue":
      return approval.subject.startsWith("bat_")
        ? send("POST /v1/batches/{batch_id}/starts", { path: { batch_id: approval.subject } })
        : null;
    default:
      return null;
  }
}

/** Return how much of its life of a week an approval has left, in whole days. */
export function daysLeft(approval: Approval, now = Date.now()): number {
  return Math.max(0, Math.floor((Date.parse(approval.expires_at) - now) / 86_400_000));
}
