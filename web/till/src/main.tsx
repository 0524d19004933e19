import "@liuke/kit/page.css";
import { askingClient } from "@liuke/kit/ask.ts";
import { DeskTheme } from "@liuke/kit/desk/theme.tsx";
import { LookIs } from "@liuke/kit/scheme.tsx";
import { followUpgrades } from "@liuke/kit/upgrade.ts";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { followLine, toSignIn } from "./desk/line.ts";
import { openQueue } from "./desk/queue.ts";
import { openShelf } from "./desk/shelf.ts";
import { router } from "./routes.tsx";

const client = askingClient(toSignIn);

/** Let the worker keep these pages; without one, the till works as long as there is a network. */
function keepPages(): void {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/till/app/sw.js", { scope: "/till/app/" }).then(
    async () => (await navigator.serviceWorker.ready).active?.postMessage("keep"),
    () => undefined,
  );
}

async function begin(): Promise<void> {
  followLine();
  followUpgrades();
  keepPages();
  void openShelf().catch(() => undefined);
  await openQueue().catch(() => undefined);
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <LookIs>
        <DeskTheme height={48}>
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </DeskTheme>
      </LookIs>
    </StrictMode>,
  );
}

void begin();
