/** Every page of the till. */

import { createBrowserRouter } from "react-router";

export const router = createBrowserRouter(
  [{ path: "/", lazy: async () => ({ Component: (await import("./pages/sale/Sale.tsx")).default }) }],
  { basename: "/till/app" },
);
