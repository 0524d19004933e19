/** Money, points, counts, days and phones as people of each language write them. */

import type { Language } from "./words.ts";

export interface Place {
  currency: string;
  timeZone: string;
}

export const NONE = "—";
const DAY = 86_400_000;

// By ISO 4217, as the server counts them: browsers give some currencies the digits of their cash.
const WHOLE = new Set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(" "));
const THOUSANDTHS = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

/** Return how many decimals a currency has. */
export function digitsOf(currency: string): number {
  return WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2;
}

/** Return how many minor units make one of a currency: 100 fen are 1 元, 1 is 1 日元. */
export function minorIn(currency: string): number {
  return 10 ** digitsOf(currency);
}

// Made once for each way to write: the making takes longer than what is written with it.
const NUMBERS = new Map<string, Intl.NumberFormat>();

function numbersIn(language: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const way = language + JSON.stringify(options);
  const made = NUMBERS.get(way) ?? new Intl.NumberFormat(language, options);
  NUMBERS.set(way, made);
  return made;
}

/** Write minor units as money: `¥1,234.50`, `−¥12.00`. */
export function money(minor: number | null | undefined, currency: string): string {
  if (minor === null || minor === undefined) return NONE;
  const digits = digitsOf(currency);
  const made = numbersIn("en", {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(Math.abs(minor) / 10 ** digits);
  return minor < 0 ? `−${made}` : made;
}

/** Write money in a sentence: `12.00 元`, `50 日元` in Chinese, `¥12.00` in English. */
export function moneyInWords(minor: number, currency: string, language: Language): string {
  if (language === "en") return money(minor, currency);
  return `${figure(minor, digitsOf(currency))} ${currency === "CNY" ? "元" : nameOf(currency)}`;
}

function nameOf(currency: string): string {
  const made = numbersIn("zh-CN", { style: "currency", currency, currencyDisplay: "name" });
  return made.formatToParts(1).find((part) => part.type === "currency")?.value ?? currency;
}

/** Write a round amount of a coupon's face or a threshold: `¥20`, `¥20.50`. */
export function face(minor: number, currency: string): string {
  return money(minor, currency).replace(/\.0+$/, "");
}

/** Write a round amount in a sentence: `100 元`, `¥100`. */
export function faceInWords(minor: number, currency: string, language: Language): string {
  return moneyInWords(minor, currency, language).replace(/\.0+(?= |$)/, "");
}

/** Write a count with thousands: `1,204`; null is a dash and not nought. */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : numbersIn("en").format(value);
}

/** Write a large number for a tile, cut and never rounded up: `123.4 万`, `1.2M`. */
export function large(value: number, language: Language): string {
  if (Math.abs(value) < 10_000) return count(value);
  const options: Intl.NumberFormatOptions & { roundingMode: "trunc" } = {
    notation: "compact",
    maximumFractionDigits: language === "en" ? 1 : 2,
    roundingMode: "trunc",
  };
  const made = numbersIn(language, options).format(value);
  return language === "en" ? made : made.replace(/([万亿])/, " $1");
}

/** Write money for a tile: exact below 10,000 units, else cut: `¥123.4 万`. */
export function largeMoney(minor: number, currency: string, language: Language): string {
  const units = minor / 10 ** digitsOf(currency);
  if (Math.abs(units) < 10_000) return money(minor, currency);
  const symbol = money(0, currency).replace(/[\d.,]/g, "");
  return `${units < 0 ? "−" : ""}${symbol}${large(Math.trunc(Math.abs(units)), language)}`;
}

/** Write points of a book that keeps `decimals` places, as a plain figure: `1,280`. */
export function figure(value: number, decimals = 0): string {
  return numbersIn("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value / 10 ** decimals);
}

/** Write points with their measure: `1,280 分`, `1,280 pts`, `1 pt`. */
export function points(value: number, language: Language, decimals = 0): string {
  const shown = figure(value, decimals);
  return `${shown} ${language !== "en" ? "分" : shown === "1" ? "pt" : "pts"}`;
}

/** What an amount is counted in: money where it has a symbol, else points, purchases or friends. */
export interface Unit {
  decimals: number;
  symbol: string;
  name: string;
  name_one: string;
  name_zh: string;
}

/** Return what a book of a programme is counted in; one without a name holds points. */
export function unitOf(book: Partial<Unit>): Unit {
  const { decimals = 0, name = "", name_zh = "", name_one = "" } = book;
  if (!name && !name_zh) return { decimals, symbol: "", name: "points", name_one: "point", name_zh: "积分" };
  const many = name || name_zh;
  return { decimals, symbol: "", name: many, name_one: name_one || many, name_zh: name_zh || many };
}

/** Write an amount with its unit: `¥120.00`, `120 积分`, `1 purchase`. */
export function measured(amount: number, unit: Unit, currency: string, language: Language): string {
  if (unit.symbol) return money(amount, currency);
  const isOne = Math.abs(amount) === 10 ** unit.decimals;
  const name = language !== "en" ? unit.name_zh : isOne ? unit.name_one : unit.name;
  return `${figure(amount, unit.decimals)} ${name}`.trimEnd();
}

/** Write a change of a ledger: `+120`, `−50`. */
export function change(value: number, decimals = 0): string {
  return `${value < 0 ? "−" : "+"}${figure(Math.abs(value), decimals)}`;
}

/** Write a share of 0 to 1: `12.3%`; without a base a dash. */
export function share(value: number | null | undefined, digits = 1): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NONE;
  return `${(value * 100).toFixed(digits)}%`;
}

/** Write what is paid of a hundred as a discount: `8.5 折`, `15% off`. */
export function discount(percentOff: number, language: Language): string {
  const paid = 100 - percentOff;
  return language === "en" ? `${trim(percentOff)}% off` : `${trim(paid / 10)} 折`;
}

function trim(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Write a phone masked by its ends: `138 **** 0021`. */
export function phone(masked: string): string {
  return masked.replace(/^(\+?\d{3})\s*(\*+)\s*(\d{4})$/, "$1 **** $3");
}

/** Write the short form of an id: `ord_…7f3a`. */
export function shortId(id: string): string {
  return id.length > 12 ? `${id.slice(0, id.indexOf("_") + 1)}…${id.slice(-4)}` : id;
}

interface Parts {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
}

/** Clocks by time zone: making one costs a cheap phone more than reading it a thousand times. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = CLOCKS.get(timeZone);
  if (known) return known;
  const two = "2-digit";
  const made = new Intl.DateTimeFormat("en-GB", { timeZone, year: "numeric", month: two, day: two, hour: two, minute: two, hourCycle: "h23" });
  CLOCKS.set(timeZone, made);
  return made;
}

function partsOf(at: Date, timeZone: string): Parts {
  const made = clockOf(timeZone).formatToParts(at);
  return Object.fromEntries(made.map((part) => [part.type, part.value])) as unknown as Parts;
}

/** Write a business day: `2026-12-31`, `31 Dec 2026`. */
export function day(on: string | null | undefined, language: Language): string {
  if (!on) return NONE;
  if (language !== "en") return on;
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(new Date(`${on}T00:00:00Z`));
}

/** Write an instant in the shop's zone: `2026-11-21 14:05`, `21 Nov 2026, 14:05`. */
export function instant(at: string | null | undefined, place: Place, language: Language): string {
  if (!at) return NONE;
  const found = partsOf(new Date(at), place.timeZone);
  const on = `${found.year}-${found.month}-${found.day}`;
  const time = `${found.hour}:${found.minute}`;
  return language === "en" ? `${day(on, language)}, ${time}` : `${on} ${time}`;
}

/** Return the day so many days after another, or before it: `laterBy("2026-11-21", -1)`. */
export function laterBy(on: string, days: number): string {
  return new Date(Date.parse(on) + days * DAY).toISOString().slice(0, 10);
}

/** Return the business day of an instant in the shop's zone: `2026-11-21`. */
export function dayOf(at: Date, timeZone: string): string {
  const found = partsOf(at, timeZone);
  return `${found.year}-${found.month}-${found.day}`;
}

/** Write an instant by its nearness: `今天 14:05`, `昨天 09:40`, `3 天前`, then the date. */
export function when(at: string, place: Place, language: Language, now = new Date()): string {
  const found = partsOf(new Date(at), place.timeZone);
  const time = `${found.hour}:${found.minute}`;
  const then = Date.parse(`${found.year}-${found.month}-${found.day}`);
  const days = Math.round((Date.parse(dayOf(now, place.timeZone)) - then) / DAY);
  if (days === 0) return language === "en" ? `Today ${time}` : `今天 ${time}`;
  if (days === 1) return language === "en" ? `Yesterday ${time}` : `昨天 ${time}`;
  if (days > 1 && days <= 7) return language === "en" ? `${days} days ago` : `${days} 天前`;
  return instant(at, place, language);
}

const SPANS = [
  [86_400, "天", "day"],
  [3_600, "小时", "hour"],
  [60, "分钟", "minute"],
  [1, "秒", "second"],
] as const;

/** Write how long ago something was, in its largest unit, cut: `40 秒前`, `2 hours ago`. */
export function ago(seconds: number, language: Language): string {
  const [span, zh, en] = SPANS.find(([least]) => seconds >= least) ?? SPANS[3];
  const n = Math.floor(Math.max(0, seconds) / span);
  if (n === 0) return language === "en" ? "now" : "此刻";
  return language === "en" ? `${n} ${en}${n === 1 ? "" : "s"} ago` : `${n} ${zh}前`;
}

/** Write how much room something takes: `812 B`, `1.4 MB`. */
export function bytes(size: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const at = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, size)) / 3));
  const cut = Math.floor((size * 10) / 1000 ** at) / 10;
  return `${at === 0 ? size : cut.toFixed(1)} ${units[at]}`;
}

/** Write how long something is valid: `有效至 2026-12-31（当天可用）`. */
export function validThrough(on: string, language: Language): string {
  return language === "en" ? `Valid through ${day(on, language)}` : `有效至 ${on}（当天可用）`;
}

/** Write the days left until a day, that day included: `还剩 3 天`, `今天到期`. */
export function daysLeft(on: string, today: string, language: Language): string {
  const days = Math.round((Date.parse(on) - Date.parse(today)) / DAY);
  if (days < 0) return language === "en" ? "Expired" : "已过期";
  if (days === 0) return language === "en" ? "Last day today" : "今天到期";
  if (language === "en") return days === 1 ? "1 day left" : `${days} days left`;
  return `还剩 ${days} 天`;
}

/** Return the instant at which a business day begins in a zone, as ISO: `2026-11-21T16:00:00.000Z`. */
export function beginOf(on: string, timeZone: string): string {
  const wanted = Date.parse(`${on}T00:00:00Z`);
  let at = wanted;
  // Once for the zone's distance, once more where it changed in between.
  for (let tries = 0; tries < 2; tries++) {
    const { year, month, day: date, hour, minute } = partsOf(new Date(at), timeZone);
    at += wanted - Date.parse(`${year}-${month}-${date}T${hour}:${minute}:00Z`);
  }
  return new Date(at).toISOString();
}

/** Read a time of day as people type it, `930` → `09:30`, up to `24:00`; null when it is none. */
export function timeOf(text: string): string | null {
  const found = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(text.normalize("NFKC").trim());
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  if (minute > 59 || hour * 60 + minute > 24 * 60) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** Read an amount that somebody typed in major units, `12.5` → 1250; null when it is none. */
export function minorOf(text: string, currency: string): number | null {
  const digits = digitsOf(currency);
  const plain = text.normalize("NFKC").replace(/[,\s¥$元]/g, "");
  if (!new RegExp(`^\\d{1,12}(\\.\\d{1,${Math.max(digits, 1)}})?$`).test(plain)) return null;
  const [whole = "0", part = ""] = plain.split(".");
  return Number(whole) * 10 ** digits + Number(part.padEnd(digits, "0").slice(0, digits) || 0);
}
