/** Every page of the console: where it lives, what it is called, and what it takes to see it. */

import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { Broken } from "./shell/Broken.tsx";
import { Missing } from "./shell/Missing.tsx";
import { Shell } from "./shell/Shell.tsx";

type Page = () => Promise<{ default: ComponentType }>;

/** A page loads when somebody goes there, never before. */
function page(path: string, load: Page): RouteObject {
  return { path, lazy: async () => ({ Component: (await load()).default }) };
}

const PAGES: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import("./pages/home/Home.tsx")).default }) },
  page("/members", () => import("./pages/members/Members.tsx")),
  page("/members/:id", () => import("./pages/member/Member.tsx")),
  page("/orders", () => import("./pages/orders/Orders.tsx")),
  page("/orders/:id", () => import("./pages/orders/Order.tsx")),
];

export const router = createBrowserRouter(
  [
    {
      ErrorBoundary: Broken,
      HydrateFallback: () => null,
      children: [
        page("/sign-in", () => import("./pages/sign_in/SignIn.tsx")),
        { Component: Shell, children: [{ ErrorBoundary: Broken, children: [...PAGES, { path: "*", Component: Missing }] }] },
      ],
    },
  ],
  { basename: "/console" },
);
