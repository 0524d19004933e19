/** Kinds of what happens to a member, and how each reads with this shop's own names. */

import type { Answer } from "@liuke/kit/call.ts";
import { money, type Place } from "@liuke/kit/formats.ts";
import type { Language } from "@liuke/kit/words.ts";
import type { storyWords } from "./story.words.ts";

export type Moment = Answer<"GET /v1/members/{member_id}/timeline">["items"][number];

/** The filters of the timeline, each with the kinds of events it shows. */
export const KINDS = {
  order: "order.paid,order.returned,order.claimed,order.shipped,order.received,order.cancelled",
  points:
    "points.awarded,points.redeemed,points.expired,points.restored,points.clawed_back,points.transferred," +
    "points.adjusted,points.pending_added,points.pending_activated,points.reserved,points.released",
  coupon:
    "coupon.issued,coupon.claimed,coupon.redeemed,coupon.restored,coupon.reserved,coupon.released," +
    "coupon.expired,coupon.voided,coupon.transferred",
  tier:
    "tier.upgraded,tier.downgraded,tier.prolonged,tier.rung_reached,tier.rung_claimed,tier.rung_undone," +
    "tier.granted,tier.gift_undone,tier.progress_undone",
  consent: "consent.given,consent.withdrawn",
  person:
    "member.joined,member.profile_changed,member.identified,member.unidentified,member.state_changed," +
    "member.tagged,member.untagged,member.noted,member.note_ticked,member.note_unticked,member.opened," +
    "member.erased,members.merged,members.unmerged," +
    "card.issued,card.activated,card.lost,card.replaced,card.renewed,card.expired," +
    "household.joined,household.left,child.added,child.removed",
} as const;

export interface Telling {
  say: (typeof storyWords)["zh"];
  store: (code: string) => string;
  field: (code: string) => string;
  language: Language;
  place: Place;
}

function text(body: Moment["body"], field: string): string {
  const value = body[field];
  return typeof value === "string" ? value : "";
}

/** Return the codes the server cannot name in an event's sentence beside what this shop calls them. */
function callings({ body }: Moment, by: Telling): [string, string][] {
  const fields = Array.isArray(body["fields"]) ? body["fields"].map(String) : [];
  return fields.map((code) => [code, by.field(code)]);
}

/** Replace a code where it stands as a word of its own. */
function called(sentence: string, code: string, name: string): string {
  if (code === "" || code === name) return sentence;
  const escaped = code.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return sentence.replace(new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`, "g"), () => name);
}

/** Tell what happened, in a sentence without codes. */
export function tell(moment: Moment, by: Telling): string {
  const { body } = moment;
  if (moment.kind === "order.paid" && typeof body["payable_minor"] === "number") {
    return by.say.bought(String(body["units"] ?? ""), money(body["payable_minor"], by.place.currency), by.store(text(body, "store")));
  }
  if (moment.kind === "order.returned" && typeof body["refund_minor"] === "number") {
    return by.say.broughtBack(String(body["units"] ?? ""), money(body["refund_minor"], by.place.currency));
  }
  const sentence = by.language === "en" ? moment.text : moment.text_zh;
  return callings(moment, by).reduce((said, [code, name]) => called(said, code, name), sentence);
}

/** Return who did it, without their id. */
export function actorOf(moment: Moment, say: Telling["say"]): string {
  const [kind = ""] = moment.actor.split(":");
  if (kind === "staff") return say.byStaff;
  if (kind === "member") return say.byMember;
  return kind === "key" ? say.byKey : say.bySystem;
}
