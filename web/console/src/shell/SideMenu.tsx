import {
  AppstoreOutlined,
  BarChartOutlined,
  HomeOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  SettingOutlined,
  ShoppingOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import { useMay, useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Menu, type MenuProps, type MenuRef } from "antd";
import { useEffect, useRef, type ReactNode } from "react";
import { Link, useLocation } from "react-router";
import { menuFor, type Group } from "./menu.ts";
import { shellWords } from "./shell.words.ts";

const ICONS: Record<Group["icon"], ReactNode> = {
  home: <HomeOutlined />,
  members: <TeamOutlined />,
  sales: <ShoppingOutlined />,
  programme: <AppstoreOutlined />,
  analytics: <BarChartOutlined />,
  settings: <SettingOutlined />,
};

/** What folds the menu stands over the end of it. */
const FOOT = 48;

/** Scroll the menu, and nothing around it, until an entry is seen. */
function show(item: Element | null | undefined): void {
  const side = item?.closest(".side, .ant-drawer-body");
  if (!item || !side) return;
  const [at, around] = [item.getBoundingClientRect(), side.getBoundingClientRect()];
  side.scrollTop += Math.max(0, at.bottom + FOOT - around.bottom) + Math.min(0, at.top - around.top);
}

/** The pages that who is signed in may see, by group. */
export function SideMenu(props: { folded: boolean; onFold?: () => void; onGo?: () => void }) {
  const { folded, onFold, onGo } = props;
  const say = useWords(shellWords);
  const me = useMe();
  const maySell = useMay("checkout.quote");
  const { pathname } = useLocation();
  const groups = menuFor(me.permissions);
  const items: MenuProps["items"] = groups.map((group) => ({
    key: group.word,
    icon: ICONS[group.icon],
    label: say[group.word],
    ...(folded ? {} : { type: "group" as const }),
    children: [
      ...group.entries.map((entry) => ({
        key: entry.path,
        label: (
          <Link to={entry.path} onClick={onGo}>
            {say[entry.word]}
          </Link>
        ),
      })),
      ...(group.word === "sales" && maySell
        ? [{ key: "till", label: <a href="/till/app/">{say.till}</a> }]
        : []),
    ],
  }));
  const paths = groups.flatMap((group) => group.entries.map((entry) => entry.path));
  const here = paths
    .filter((path) => path === pathname || (path !== "/" && pathname.startsWith(`${path}/`)))
    .sort((a, b) => b.length - a.length)[0];
  const menu = useRef<MenuRef>(null);
  useEffect(() => {
    // A menu longer than its window must not hide where somebody is; the page itself stays at its top.
    if (here && !folded) show(menu.current?.menu?.list.querySelector(".ant-menu-item-selected"));
  }, [here, folded]);
  return (
    <>
      <p className="side-name" title={me.merchant?.name ?? ""}>
        {folded ? say.mark : (me.merchant?.name ?? say.product)}
      </p>
      <Menu
        ref={menu}
        mode={folded ? "vertical" : "inline"}
        inlineCollapsed={folded}
        selectedKeys={here ? [here] : []}
        items={items}
      />
      {onFold && (
        <button type="button" className="side-fold" onClick={onFold}>
          {folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          <span className={folded ? "lk-hidden" : ""}>{folded ? say.unfold : say.fold}</span>
        </button>
      )}
    </>
  );
}
