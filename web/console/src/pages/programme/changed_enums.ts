/** What the document's own words for choices are called, by the field they stand in. */

import { wordsIn, type Language } from "@liuke/kit/words.ts";
import { couponWords } from "./coupons.words.ts";
import { editorWords } from "./editor.words.ts";
import { giftsWords } from "./gifts.words.ts";
import { moreWords } from "./more.words.ts";

type Called = (language: Language) => (value: string) => string;

type OfEditor =
  | "stages" | "modes" | "bases" | "windows" | "calendars" | "drops" | "expiries" | "rounds" | "clawBacks" | "transfers"
  | "cardKinds";
type OfGifts = "whens" | "agains" | "claims" | "takes";
type OfCoupons = "kinds" | "picks" | "gots" | "onReturns" | "validities";
type OfMore = "countsFroms" | "lastsTo" | "uses" | "groupBases";

const editor = (word: OfEditor): Called => (language) => wordsIn(editorWords, language)[word];
const gifts = (word: OfGifts): Called => (language) => wordsIn(giftsWords, language)[word];
const coupons = (word: OfCoupons): Called => (language) => wordsIn(couponWords, language)[word];
const more = (word: OfMore): Called => (language) => wordsIn(moreWords, language)[word];

/** By the end of a path; the first that fits names it. */
const FIELDS: readonly (readonly [string, Called])[] = [
  ["basis.kind", editor("bases")],
  ["window.kind", editor("windows")],
  ["window.calendar", editor("calendars")],
  ["expiry.kind", editor("expiries")],
  ["expiry.round_to", editor("rounds")],
  ["effect.kind", coupons("kinds")],
  ["validity.kind", coupons("validities")],
  ["got", coupons("gots")],
  ["on_return", coupons("onReturns")],
  ["effect.pick", coupons("picks")],
  ["kind", editor("cardKinds")],
  ["stage", editor("stages")],
  ["mode", editor("modes")],
  ["drop", editor("drops")],
  ["claw_back", editor("clawBacks")],
  ["transfer", editor("transfers")],
  ["when", gifts("whens")],
  ["again", gifts("agains")],
  ["claim_from", gifts("claims")],
  ["take", gifts("takes")],
  ["counts_from", more("countsFroms")],
  ["lasts", more("lastsTo")],
  ["counting", more("uses")],
  ["base", more("groupBases")],
];

/** Return what a choice is called where its field is known; undefined where it is not. */
export function enumOf(path: string, value: string, language: Language): string | undefined {
  const found = FIELDS.find(([end]) => path === end || path.endsWith(`.${end}`));
  return found?.[1](language)(value);
}
