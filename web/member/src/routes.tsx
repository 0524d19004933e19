/** Every page a member sees. */

import { createBrowserRouter } from "react-router";

export const router = createBrowserRouter(
  [{ path: "/", lazy: async () => ({ Component: (await import("./pages/home/Home.tsx")).default }) }],
  { basename: "/m" },
);
