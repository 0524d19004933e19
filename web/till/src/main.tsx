import "@liuke/kit/page.css";
import { askingClient } from "@liuke/kit/ask.ts";
import { DeskTheme } from "@liuke/kit/desk/theme.tsx";
import { LookIs } from "@liuke/kit/scheme.tsx";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { router } from "./routes.tsx";

const client = askingClient(() => location.assign("/console/sign-in?next=/till/app/"));

const root = document.getElementById("root");
if (root) {
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
