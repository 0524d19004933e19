/** Every page a member sees: the first is there at once, the others load when somebody goes there. */

import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import Home from "./pages/home/Home.tsx";
import { Broken } from "./shell/Broken.tsx";
import { Missing } from "./shell/Missing.tsx";
import { Shell } from "./shell/Shell.tsx";

type Page = () => Promise<{ default: ComponentType }>;

function page(path: string, load: Page): RouteObject {
  return { path, lazy: async () => ({ Component: (await load()).default }) };
}

const PAGES: RouteObject[] = [
  { index: true, Component: Home },
  page("/card", () => import("./pages/card/LargeCard.tsx")),
  page("/points", () => import("./pages/points/Points.tsx")),
  page("/points/:book", () => import("./pages/points/Points.tsx")),
  page("/tiers/:set", () => import("./pages/tier/Tier.tsx")),
  page("/coupons", () => import("./pages/coupons/Coupons.tsx")),
  page("/gifts", () => import("./pages/gifts/Gifts.tsx")),
  page("/orders", () => import("./pages/orders/Orders.tsx")),
  page("/orders/:order", () => import("./pages/orders/Order.tsx")),
  page("/receipt", () => import("./pages/orders/ClaimReceipt.tsx")),
  page("/me", () => import("./pages/me/Me.tsx")),
  page("/profile", () => import("./pages/profile/Profile.tsx")),
  page("/family", () => import("./pages/family/Family.tsx")),
  page("/consents", () => import("./pages/consents/Consents.tsx")),
  page("/privacy", () => import("./pages/privacy/Privacy.tsx")),
];

export const router = createBrowserRouter(
  [
    {
      ErrorBoundary: Broken,
      HydrateFallback: () => null,
      children: [
        page("/join", () => import("./pages/join/Join.tsx")),
        {
          Component: Shell,
          children: [{ ErrorBoundary: Broken, children: [...PAGES, { path: "*", Component: Missing }] }],
        },
      ],
    },
  ],
  { basename: "/m" },
);
