/** What a page of the till is called, and where Escape leads from it. */

import { useEffect } from "react";
import { useNavigate } from "react-router";

/** Title the page, and leave it by Escape for another one; without one somebody stays. */
export function usePage(title: string, away: string | null, leaves: (event: KeyboardEvent) => boolean = anywhere): void {
  const navigate = useNavigate();
  useEffect(() => {
    document.title = title;
    const press = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && away !== null && leaves(event)) void navigate(away);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [title, away, leaves, navigate]);
}

function anywhere(): boolean {
  return true;
}
