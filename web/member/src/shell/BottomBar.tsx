import { useWords } from "@liuke/kit/scheme.tsx";
import { NavLink } from "react-router";
import { shellWords } from "./shell.words.ts";

const ICONS = {
  card: "M3 6h18v12H3zM3 10h18M7 15h4",
  gifts: "M4 11h16v9H4zM3 7h18v4H3zM12 7v13M12 7C9 7 8 3 10 3s2 4 2 4 0-4 2-4 1 4-2 4z",
  me: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-5 16-5 16 0",
};

/** The three places of a member; a figure says how much waits to be taken. */
export function BottomBar({ waiting }: { waiting: number }) {
  const say = useWords(shellWords);
  return (
    <nav className="m-bar" aria-label={say.menu}>
      <Entry to="/" icon={ICONS.card} word={say.card} />
      <Entry to="/gifts" icon={ICONS.gifts} word={say.gifts} figure={waiting} />
      <Entry to="/me" icon={ICONS.me} word={say.me} />
    </nav>
  );
}

function Entry(props: { to: string; icon: string; word: string; figure?: number }) {
  const { to, icon, word, figure = 0 } = props;
  return (
    <NavLink to={to} end={to === "/"}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={icon} />
      </svg>
      <span>
        {word}
        {figure > 0 && <b className="m-figure">{figure}</b>}
      </span>
    </NavLink>
  );
}
