/** A page without right says which right is missing and which roles have it. */

import type { ReactNode } from "react";
import { useAsk } from "../ask.ts";
import { useMay } from "../me.tsx";
import { Empty } from "../notes.tsx";
import { useWords } from "../scheme.tsx";
import { isRight, isRole, rightWords, roleWords } from "./rights.words.ts";

/** Show what stands inside to whoever has a right; to others, what is missing. */
export function Needs({ right, children }: { right: string; children: ReactNode }) {
  return useMay(right) ? <>{children}</> : <Missing right={right} />;
}

function Missing({ right }: { right: string }) {
  const say = useWords(rightWords);
  const roles = useWords(roleWords);
  const policy = useAsk("GET /v1/policy", {}, { staleTime: 600_000 });
  const found = policy.data?.find((one) => one.permission === right)?.roles ?? [];
  const named = found.filter(isRole).map((one) => roles[one]);
  return (
    <section className="page" data-refused={right}>
      <h1>{say.refused}</h1>
      <div className="card">
        <Empty title={say.lacks(isRight(right) ? say[right] : right)}>
          {named.length > 0 && <p className="lk-2">{say.heldBy(named.join(say.and))}</p>}
        </Empty>
      </div>
    </section>
  );
}
