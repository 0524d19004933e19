import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import type { Moved } from "./change.ts";
import { homeWords } from "./home.words.ts";

interface TileProps {
  title: string;
  figure: string;
  /** The exact figure, when the tile shows a cut one. */
  exact?: string | undefined;
  /** Undefined says nothing about an earlier period. */
  moved?: Moved | null;
  unit?: "percent" | "pp";
  note: string;
  to: string;
  trend?: readonly number[];
}

/** One figure with its change and trend; it opens what it counts. */
export function Tile({ title, figure, exact, moved, unit = "percent", note, to, trend }: TileProps) {
  const say = useWords(homeWords);
  return (
    <Link className="card home-tile" to={to}>
      <span className="home-tile-name">
        {title}
        {trend && <Trend of={trend} />}
      </span>
      <strong className="lk-num" title={exact}>{figure}</strong>
      <span className="home-tile-moved lk-2">
        {moved && <Change of={moved} unit={unit} />}
        {moved === null && <span>{say.noBase}</span>}
      </span>
      <span className="lk-2 home-tile-note">{note}</span>
    </Link>
  );
}

function Change({ of, unit }: { of: Moved; unit: "percent" | "pp" }) {
  const say = useWords(homeWords);
  if (of.way === "same") return <span>{say.same}</span>;
  return (
    <span className="lk-num">
      {of.way === "up" ? <ArrowUpOutlined aria-hidden /> : <ArrowDownOutlined aria-hidden />}{" "}
      {say[of.way]} {say[unit](of.by)}
    </span>
  );
}

/** A line without axes: the figures stand in the chart below. */
function Trend({ of }: { of: readonly number[] }) {
  const most = Math.max(...of);
  if (of.length < 2 || most <= 0) return null;
  const points = of.map((one, at) => `${(at / (of.length - 1)) * 72},${20 - (one / most) * 18}`);
  return (
    <svg className="home-trend" viewBox="0 0 72 22" height="22" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points.join(" ")} fill="none" stroke="var(--lk-chart-1)" strokeWidth="1.5" />
    </svg>
  );
}
