/** Which store a page is scoped to: told by its address, remembered on this device for the next one. */

import { useAddress } from "@liuke/kit/desk/address.ts";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { createContext, useContext, useEffect, useEffectEvent } from "react";
import { useLocation, useNavigationType } from "react-router";

/** The name under which a page tells its store in the address, and whether by id or by code. */
export interface Scope {
  name: string;
  by: "id" | "code";
}

/** How a page lets the top bar scope it. */
export const ScopeTold = createContext<(scope: Scope | null) => void>(() => {});
const KEPT = "liuke.store";

/** Remember a store by its id; an empty one is all of them. */
export function keepStore(id: string): void {
  if (id) localStorage.setItem(KEPT, id);
  else localStorage.removeItem(KEPT);
}

/** Let the top bar scope this page; opened with a bare address it is scoped as the page before was. */
export function useStoreScope(name: string, by: Scope["by"]): void {
  const tell = useContext(ScopeTold);
  useKeptStore(name, by, true);
  useEffect(() => {
    tell({ name, by });
    return () => tell(null);
  }, [tell, name, by]);
}

/** Scope this page, opened with a bare address, as the page before was; it chooses its stores itself. */
export function useKeptStore(name: string, by: Scope["by"], there: boolean): void {
  const { set } = useAddress();
  const how = useNavigationType();
  const { search, key } = useLocation();
  const wanted = there ? (localStorage.getItem(KEPT) ?? "") : "";
  const kept = useEveryStore({ enabled: wanted !== "" }).data?.find((one) => one.id === wanted)?.[by] ?? "";
  // Who took the store off a page has it replaced by one without; who came by a link opens it bare.
  const bare = there && search === "" && how !== "REPLACE" ? key : "";
  const scope = useEffectEvent(() => set({ [name]: kept }));
  useEffect(() => {
    if (bare && kept) scope();
  }, [bare, kept]);
}
