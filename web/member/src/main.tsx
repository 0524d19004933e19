import "@liuke/kit/page.css";
import "./shell/shell.css";
import { askingClient } from "@liuke/kit/ask.ts";
import { LookIs } from "@liuke/kit/scheme.tsx";
import { followUpgrades } from "@liuke/kit/upgrade.ts";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { router } from "./routes.tsx";

const client = askingClient(() => {
  const { search, ...here } = router.state.location;
  const pathname = here.pathname.replace(/^\/m(?=\/|$)/, "") || "/";
  if (pathname === "/join") return;
  const next = pathname === "/" ? "" : `?next=${encodeURIComponent(pathname + search)}`;
  void router.navigate(`/join${next}`, { replace: true });
});

followUpgrades();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <LookIs>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LookIs>
    </StrictMode>,
  );
}
