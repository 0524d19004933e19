/** What the forms of the editor share: the document, how to change it, and its faults. */

import { useAsk } from "@liuke/kit/ask.ts";
import type { liuke_domains_programme_values_Fault as Fault } from "@liuke/client/api.ts";
import { createContext, useCallback, useContext } from "react";
import { saidOf } from "./asking.ts";
import type { Doc, Path } from "./document.ts";
import { at, stepsOf } from "./document.ts";
import { useRested } from "../../conditions/rested.ts";
import { useStill } from "./still.ts";
import type { Teller } from "./tell.ts";

export type { Fault };

export interface Editing {
  doc: Doc;
  set: (path: Path, value: unknown) => void;
  faults: readonly Fault[];
  by: Teller;
  stores: readonly { code: string; name: string }[];
}

/** Where a field stands in the document, and what it is called. */
export interface At {
  path: Path;
  label: string;
  /** What stands before the field: its label, or a shorter word; else the words around it say what it is. */
  told?: boolean | string;
}

/** Return what stands before a field. */
export function beforeOf({ told, label }: Pick<At, "told" | "label">): string | undefined {
  return told === true ? label : told || undefined;
}

export const EditingIs = createContext<Editing | null>(null);

/** Return what is being edited; only inside the editor. */
export function useEditing(): Editing {
  const editing = useContext(EditingIs);
  if (editing === null) throw new Error("useEditing stands outside the editor");
  return editing;
}

/** Return a field's value, how to set it, and what is wrong with it. */
export function useField<T>(path: Path) {
  const { doc, set, faults, by } = useEditing();
  const place = path.join(".");
  const steps = useStill(path);
  const fault = faults.find((one) => stepsOf(one.path).join(".") === place);
  return {
    value: at(doc, path) as T | undefined,
    set: useCallback((value: T | undefined) => set(steps, value), [set, steps]),
    fault: fault && (by.language === "en" ? fault.reason : fault.reason_zh),
    id: `field-${place.replaceAll(".", "-")}`,
  };
}

/** Ask the server what is wrong with a document, once it has rested. */
export function useFaults(doc: Doc): { faults: readonly Fault[]; known: boolean } {
  const rested = useRested(doc, 500);
  const asked = useAsk("POST /v1/programmes/checks", { body: rested as unknown as Record<string, unknown> });
  const refused = asked.error?.field<Fault[]>("faults");
  const found = refused ?? (asked.error ? [] : (asked.data ?? []));
  return { faults: found.map((one) => saidOf(one, doc)), known: !asked.isPending && rested === doc };
}

/** Return the tab of the editor on which a path stands. */
export function tabOf(path: Path, doc: Doc): string {
  const [section, place] = path;
  if (section === "tiers") return "tiers";
  if (section === "books") return "points";
  if (section === "coupons") return "coupons";
  if (section === "groups" || section === "cards") return "checkout";
  if (section !== "rules") return "json";
  const stage = doc.rules?.[Number(place)]?.stage;
  return stage === "earning" ? "points" : stage === "points" ? "checkout" : "promotions";
}
