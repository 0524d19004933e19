import { count } from "@liuke/kit/formats.ts";
import type { Answer } from "@liuke/kit/call.ts";

type Regions = Answer<"POST /v1/segments/overlaps">["regions"];

interface Spot {
  x: number;
  y: number;
}

const TWO: Spot[] = [{ x: 150, y: 120 }, { x: 250, y: 120 }];
const THREE: Spot[] = [{ x: 150, y: 105 }, { x: 250, y: 105 }, { x: 200, y: 190 }];
const RADIUS = 88;
const MARKS = ["A", "B", "C"];

function middle(spots: readonly Spot[]): Spot {
  return { x: spots.reduce((sum, one) => sum + one.x, 0) / spots.length, y: spots.reduce((sum, one) => sum + one.y, 0) / spots.length };
}

/** Where the figure of a part stands: among the circles it is in, away from the others. */
function spotOf(inside: readonly Spot[], outside: readonly Spot[]): Spot {
  const here = middle(inside);
  if (outside.length === 0) return here;
  const there = middle(outside);
  const length = Math.hypot(here.x - there.x, here.y - there.y) || 1;
  const step = inside.length === 1 ? 42 : 26;
  return { x: here.x + ((here.x - there.x) / length) * step, y: here.y + ((here.y - there.y) / length) * step };
}

/** Two or three circles with the count of every part; the table beside says the same. */
export function Circles({ codes, regions, label }: { codes: readonly string[]; regions: Regions; label: string }) {
  const spots = codes.length === 2 ? TWO : THREE;
  return (
    <svg className="overlap-picture" viewBox={codes.length === 2 ? "40 20 320 200" : "40 5 320 285"} role="img" aria-label={label}>
      {spots.map((spot, at) => (
        <circle key={codes[at]} className={`overlap-circle overlap-${at + 1}`} cx={spot.x} cy={spot.y} r={RADIUS} />
      ))}
      {spots.map((spot, at) => (
        <text key={codes[at]} className="overlap-mark" x={spot.x + (at === 0 ? -78 : at === 1 ? 78 : 0)} y={at === 2 ? spot.y + 84 : spot.y - 62}>{MARKS[at]}</text>
      ))}
      {regions.map(({ inside, members }) => {
        const within = spots.filter((_, at) => inside.includes(codes[at] ?? ""));
        const beyond = spots.filter((_, at) => !inside.includes(codes[at] ?? ""));
        const spot = spotOf(within, beyond);
        return <text key={inside.join(" ")} className="overlap-count" x={spot.x} y={spot.y}>{count(members)}</text>;
      })}
    </svg>
  );
}

/** The letter a segment has in the picture. */
export function markOf(codes: readonly string[], code: string): string {
  return MARKS[codes.indexOf(code)] ?? "";
}
