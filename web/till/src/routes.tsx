/** Every page of the till: all in one build, so that each opens without a network too. */

import { createBrowserRouter, Navigate } from "react-router";
import Day from "./pages/day/Day.tsx";
import Device from "./pages/device/Device.tsx";
import Guest from "./pages/guest/Guest.tsx";
import Queue from "./pages/queue/Queue.tsx";
import Returns from "./pages/returns/Returns.tsx";
import Sale from "./pages/sale/Sale.tsx";
import Sales from "./pages/sales/Sales.tsx";
import { Frame } from "./shell/Frame.tsx";

export const router = createBrowserRouter(
  [
    { path: "/guest", Component: Guest },
    {
      Component: Frame,
      children: [
        { path: "/sale", Component: Sale },
        { path: "/returns", Component: Returns },
        { path: "/returns/:order_id", Component: Returns },
        { path: "/sales", Component: Sales },
        { path: "/day", Component: Day },
        { path: "/queue", Component: Queue },
        { path: "/device", Component: Device },
        { path: "*", element: <Navigate to="/sale" replace /> },
      ],
    },
  ],
  { basename: "/till/app" },
);
