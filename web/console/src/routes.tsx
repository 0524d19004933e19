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
  page("/segments", () => import("./pages/segments/Segments.tsx")),
  page("/segments/:code", () => import("./pages/segments/SegmentPage.tsx")),
  page("/orders", () => import("./pages/orders/Orders.tsx")),
  page("/orders/:id", () => import("./pages/orders/Order.tsx")),
  page("/catalogue", () => import("./pages/catalogue/Catalogue.tsx")),
  page("/catalogue/:code", () => import("./pages/catalogue/ProductPage.tsx")),
  page("/stores", () => import("./pages/stores/Stores.tsx")),
  page("/coupons", () => import("./pages/coupons/Coupons.tsx")),
  page("/coupons/batches/:id", () => import("./pages/coupons/BatchCodes.tsx")),
  page("/coupons/:code", () => import("./pages/coupons/CouponPage.tsx")),
  page("/reports", () => import("./pages/reports/Gallery.tsx")),
  page("/reports/:code", () => import("./pages/reports/ReportPage.tsx")),
  page("/models", () => import("./pages/models/Models.tsx")),
  page("/staff", () => import("./pages/staff/Staff.tsx")),
  page("/keys", () => import("./pages/keys/Keys.tsx")),
  page("/imports", () => import("./pages/imports/Imports.tsx")),
  page("/jobs", () => import("./pages/jobs/Jobs.tsx")),
  page("/audit", () => import("./pages/audit/Audit.tsx")),
  page("/outbox", () => import("./pages/outbox/Outbox.tsx")),
  page("/system", () => import("./pages/system/System.tsx")),
  page("/help/:guide?", () => import("./pages/help/Help.tsx")),
  page("/account", () => import("./pages/account/Account.tsx")),
  page("/approvals", () => import("./pages/approvals/Approvals.tsx")),
  page("/programme", () => import("./pages/programme/Programme.tsx")),
  page("/programme/templates", () => import("./pages/templates/Gallery.tsx")),
  page("/programme/templates/:code", () => import("./pages/templates/TemplateShown.tsx")),
  page("/programme/:code/edit/:tab?", () => import("./pages/programme/Editor.tsx")),
];

export const router = createBrowserRouter(
  [
    {
      ErrorBoundary: Broken,
      HydrateFallback: () => null,
      children: [
        page("/accept", () => import("./pages/staff/Accept.tsx")),
        page("/sign-in", () => import("./pages/sign_in/SignIn.tsx")),
        page("/setup", () => import("./pages/setup/Setup.tsx")),
        { Component: Shell, children: [{ ErrorBoundary: Broken, children: [...PAGES, { path: "*", Component: Missing }] }] },
      ],
    },
  ],
  { basename: "/console" },
);
