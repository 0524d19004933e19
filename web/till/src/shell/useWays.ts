/** The keys that stand in the head of every page lead there from every page. */

import { useEffect } from "react";
import { useNavigate } from "react-router";

/** Go where a key leads, unless a page or a dialogue has a use of its own for it. */
export function useWays(ways: Readonly<Record<string, string>>): void {
  const navigate = useNavigate();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const way = ways[event.key];
      if (way === undefined || event.defaultPrevented || document.querySelector(".ant-modal") !== null) return;
      event.preventDefault();
      void navigate(way);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [navigate, ways]);
}
