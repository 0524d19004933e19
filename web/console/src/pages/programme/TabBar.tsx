import { Link } from "react-router";
import "./tab_bar.css";

interface Tab {
  key: string;
  label: string;
  to: string;
}

/** Parts of a page as links of their own: each can be opened, copied and gone back to. */
export function TabBar({ label, tabs, now }: { label: string; tabs: readonly Tab[]; now: string }) {
  return (
    <nav className="tab-bar" aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.key} to={tab.to} aria-current={tab.key === now ? "page" : undefined}>
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
