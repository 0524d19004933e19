/** What an approval is about, and the very request its asker sends again once it is granted. */

import type { Approval, Publication } from "@liuke/client/api.ts";
import { call, type Answer, type Given, type WriteRoute } from "@liuke/kit/call.ts";

export const ACTS = [
  "programme.publish",
  "points.adjust",
  "coupons.issue",
  "coupons.codes",
  "members.export",
  "members.merge",
  "members.children",
  "tiers.edit",
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

/** What a batch would do to how many, as its approval keeps it. */
export interface BatchAsked {
  id: string;
  action: string;
  params: Record<string, unknown>;
  members: number;
}

/** Return the batch that an approval lets start, if it is about one. */
export function batchOf(approval: Approval): BatchAsked | null {
  if (!approval.subject.startsWith("bat_") || !Array.isArray(approval.payload)) return null;
  const [id, action, params, members] = approval.payload as [string, string, Record<string, unknown>, number];
  return id === approval.subject ? { id, action, params, members } : null;
}

/** A file whose rows give points, as its approval keeps it. */
export interface ImportAsked {
  file: string;
  rows: number;
  /** Points by book. */
  parts: Record<string, number>;
}

/** Return the file that an approval lets come in, if it is about one. */
export function importOf(approval: Approval): ImportAsked | null {
  if (!approval.subject.startsWith("import:")) return null;
  const { file, rows } = approval.payload as { file: string; rows: number };
  return { file, rows, parts: (approval.after ?? {}) as Record<string, number> };
}

/** A list of members in clear, as its approval keeps it. */
interface ListAsked {
  members: number;
  asked: { where: { of?: unknown[] }; store_id: string | null };
}

/** Return the list that an approval lets leave in clear, on its page with the question it was asked with. */
export function listOf(approval: Approval): string | null {
  if (approval.subject !== "members:list") return null;
  const { members, asked } = approval.payload as ListAsked;
  const query = new URLSearchParams();
  if (asked.where.of?.length !== 0) query.set("where", JSON.stringify(asked.where));
  if (asked.store_id) query.set("store_id", asked.store_id);
  query.set("take", String(members));
  return `/members?${query.toString()}`;
}

/** Return the page on which an approval is used, where it is not carried out from the list. */
export function pageOf(approval: Approval): string | null {
  const list = listOf(approval);
  if (list) return list;
  if (importOf(approval)) return "/imports";
  if (approval.act === "coupons.codes") return `/coupons/batches/${approval.subject}`;
  return null;
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
  const batch = batchOf(approval);
  if (batch) return send("POST /v1/batches/{batch_id}/starts", { path: { batch_id: batch.id } });
  if (importOf(approval)) return null;
  switch (approval.act) {
    case "programme.publish":
      return publications.length > 0
        ? send("POST /v1/programmes/publications", { body: publications })
        : send("POST /v1/programmes/withdrawals", { body: withdrawals });
    case "points.adjust":
      return send("POST /v1/points/adjustments", { body: body(approval) });
    case "members.merge":
      return send("POST /v1/members/merges", { body: body(approval) });
    case "tiers.edit":
      return send("POST /v1/tiers/levels", { body: body(approval) });
    case "approvals.limits":
      return send("PUT /v1/approvals/limits", { body: body(approval) });
    default:
      return null;
  }
}

/** Return how much of its life of a week an approval has left, in whole days. */
export function daysLeft(approval: Approval, now = Date.now()): number {
  return Math.max(0, Math.floor((Date.parse(approval.expires_at) - now) / 86_400_000));
}
