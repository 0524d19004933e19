/** An act in words: who, what, and what changed. */

import { useEvery } from "@liuke/kit/ask.ts";
import { isRight, isRole, rightWords, roleWords } from "@liuke/kit/desk/rights.words.ts";
import { count, instant, shortId } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { jobWords } from "../jobs/jobs.words.ts";
import { actWords, auditWords, fieldWords } from "./audit.words.ts";

/** Return how to name an act; one without words keeps its code. */
export function useActWord(): (action: string) => string {
  const acts = useWords(actWords) as Record<string, string>;
  return (action) => acts[action] ?? action;
}

/** Return how to name whoever acted. */
export function useActorName(): (actor: string) => string {
  const say = useWords(auditWords);
  const staff = useEvery("GET /v1/staff", {}, { enabled: useMay("staff.read"), staleTime: 300_000 });
  const keys = useEvery("GET /v1/keys", {}, { enabled: useMay("keys.read"), staleTime: 300_000 });
  return (actor) => {
    const at = actor.indexOf(":");
    const [kind, id] = [actor.slice(0, at), actor.slice(at + 1)];
    if (kind === "staff") return staff.data?.find((one) => one.id === id)?.name ?? shortId(id);
    if (kind === "key") return say.key(keys.data?.find((one) => one.id === id)?.name ?? shortId(id));
    if (kind === "member") return say.member;
    return kind === "system" ? say.system(say.parts(id)) : actor;
  };
}

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) return value as Fields;
  return value === null || value === undefined ? {} : { "": value };
}

/** Return how to tell what changed between before and after, one sentence a field. */
export function useChanges(): (before: unknown, after: unknown) => string[] {
  const say = useWords(auditWords);
  const fields = useWords(fieldWords) as Record<string, string>;
  const roles = useWords(roleWords);
  const rights = useWords(rightWords);
  const jobs = useWords(jobWords) as unknown as Record<string, unknown>;
  const place = usePlace();
  const language = useLanguage();
  const stores = useEveryStore({ enabled: useMay("stores.read") }).data ?? [];
  const store = (asked: string) => stores.find((one) => one.id === asked || one.code === asked)?.name;
  const said = (text: string): string => {
    const job = text.includes(".") ? jobs[text] : undefined;
    if (typeof job === "string") return job;
    if (isRole(text)) return roles[text];
    if (isRight(text)) return rights[text];
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return instant(text, place, language);
    return /^[a-z]{3}_[0-9a-f]{32}$/.test(text) ? (store(text) ?? shortId(text)) : text;
  };
  const plain = (value: unknown): string => {
    if (value === null || value === undefined || value === "") return say.none;
    if (typeof value === "boolean") return value ? say.yes : say.no;
    if (typeof value === "number") return count(value);
    if (Array.isArray(value)) return value.length === 0 ? say.none : value.length <= 3 ? value.map(plain).join("、") : say.items(count(value.length));
    if (typeof value === "object") return say.items(count(Object.keys(value).length));
    return said(String(value));
  };
  const valueOf = (field: string, value: unknown) => {
    if (field === "kind" && typeof value === "string") return fields[value] ?? value;
    // A pilot names its stores by code, which may be any word.
    return plain(field === "pilot" && Array.isArray(value) ? value.map((one) => store(String(one)) ?? String(one)) : value);
  };
  const told = (field: string, old: Fields, fresh: Fields): string => {
    // Conditions are told by the page of what asks them.
    if (field === "tree") return say.treeChanged;
    const name = fields[field] ?? field;
    return field in old ? say.was(name, valueOf(field, old[field]), valueOf(field, fresh[field])) : say.set(name, valueOf(field, fresh[field]));
  };
  return (before, after) => {
    const [old, fresh] = [fieldsOf(before), fieldsOf(after)];
    const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter((one) => one !== "id" && !one.endsWith("_id"));
    // Nothing stands afterwards: what it was is told, not that each part of it is gone.
    if (Object.keys(fresh).length === 0) {
      return names.filter((one) => plain(old[one]) !== say.none).map((one) => say.set(fields[one] ?? one, valueOf(one, old[one])));
    }
    // What begins empty, and what a new thing asks, is no change.
    const isNews = (one: string) => one in old || (one !== "tree" && plain(fresh[one]) !== say.none);
    return names.filter((one) => isNews(one) && JSON.stringify(old[one]) !== JSON.stringify(fresh[one])).map((one) => told(one, old, fresh));
  };
}
