/** The console's map: groups of pages in the order of how often a day asks for them. */

import type { shellWords } from "./shell.words.ts";

type Word = keyof typeof shellWords.zh;

export interface Entry {
  path: string;
  word: Word;
  /** Any one of these rights shows the entry; none needed when empty. */
  rights: readonly string[];
  /** After `g`, this letter goes there. */
  letter?: string;
}

export interface Group {
  word: Word;
  icon: "home" | "members" | "sales" | "programme" | "analytics" | "settings";
  entries: readonly Entry[];
}

export const MENU: readonly Group[] = [
  {
    word: "work",
    icon: "home",
    entries: [
      { path: "/", word: "home", rights: [], letter: "h" },
      { path: "/approvals", word: "approvals", rights: ["approvals.read"], letter: "a" },
    ],
  },
  {
    word: "membersGroup",
    icon: "members",
    entries: [
      { path: "/members", word: "members", rights: ["members.read"], letter: "m" },
      { path: "/segments", word: "segments", rights: ["segments.read"], letter: "e" },
    ],
  },
  {
    word: "sales",
    icon: "sales",
    entries: [
      { path: "/orders", word: "orders", rights: ["checkout.read"], letter: "o" },
      { path: "/catalogue", word: "catalogue", rights: ["catalog.read"], letter: "c" },
      { path: "/stores", word: "stores", rights: ["stores.read"], letter: "s" },
    ],
  },
  {
    word: "programmeGroup",
    icon: "programme",
    entries: [
      { path: "/programme", word: "programme", rights: ["programme.read"], letter: "p" },
      { path: "/programme/templates", word: "templates", rights: ["programme.read"] },
      { path: "/coupons", word: "coupons", rights: ["coupons.read"], letter: "v" },
    ],
  },
  {
    word: "analyticsGroup",
    icon: "analytics",
    entries: [
      { path: "/reports", word: "reports", rights: ["reports.read"], letter: "r" },
      { path: "/models", word: "models", rights: ["models.read"] },
    ],
  },
  {
    word: "settingsGroup",
    icon: "settings",
    entries: [
      { path: "/staff", word: "staff", rights: ["staff.read"], letter: "t" },
      { path: "/keys", word: "keys", rights: ["keys.read"] },
      { path: "/imports", word: "imports", rights: ["connect.read"], letter: "i" },
      { path: "/jobs", word: "jobs", rights: ["jobs.read"], letter: "j" },
      { path: "/audit", word: "audit", rights: ["audit.read"] },
      { path: "/outbox", word: "outbox", rights: ["messages.read"] },
      { path: "/system", word: "system", rights: ["jobs.read"] },
    ],
  },
];

/** Return the groups with the entries that some rights show. */
export function menuFor(permissions: readonly string[]): Group[] {
  const may = (entry: Entry) =>
    entry.rights.length === 0 || entry.rights.some((right) => permissions.includes(right));
  return MENU.map(({ word, icon, entries }) => ({ word, icon, entries: entries.filter(may) })).filter(
    (group) => group.entries.length > 0,
  );
}
