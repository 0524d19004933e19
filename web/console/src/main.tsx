import "@liuke/kit/page.css";
import "./shell/shell.css";
import { LookIs } from "@liuke/kit/scheme.tsx";
import { askingClient } from "@liuke/kit/ask.ts";
import { DeskTheme } from "@liuke/kit/desk/theme.tsx";
import { followUpgrades } from "@liuke/kit/upgrade.ts";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { router } from "./routes.tsx";

const client = askingClient(() => {
  const { pathname, search, hash } = router.state.location;
  if (pathname !== "/console/sign-in" && pathname !== "/console/setup") {
    void router.navigate(`/sign-in?next=${encodeURIComponent(pathname + search + hash)}`);
  }
});

followUpgrades();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <LookIs>
        <DeskTheme>
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </DeskTheme>
      </LookIs>
    </StrictMode>,
  );
}
