const ROUND = 100;

/** Draw how far somebody is as a ring, the share printed in its middle. */
export function Ring({ share, name }: { share: number; name: string }) {
  // Full only when it is reached, so it is cut and never rounded up.
  const percent = Math.min(100, Math.max(0, Math.floor(share * 100)));
  return (
    <span className="ring">
      <svg viewBox="0 0 44 44" aria-hidden="true">
        <circle cx="22" cy="22" r="18" className="ring-whole" />
        <circle
          cx="22" cy="22" r="18" pathLength={ROUND} className="ring-done"
          strokeDasharray={`${percent} ${ROUND}`} transform="rotate(-90 22 22)"
        />
        <text x="22" y="26" textAnchor="middle">{`${percent}%`}</text>
      </svg>
      <span className="lk-hidden">{name}</span>
    </span>
  );
}
