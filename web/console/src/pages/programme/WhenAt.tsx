import { Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useMemo } from "react";
import { useAsks } from "../../conditions/asks.ts";
import { ConditionField } from "../../conditions/ConditionField.tsx";
import { askedOf, withGoods } from "./asking.ts";
import { at, type Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { useGoodsIn } from "./goods_in.ts";

const NODE = /#(.+)$/;

/** The condition of a rule: what must be so of the member, the basket or the moment. */
export function WhenAt({ path }: { path: Path }) {
  const { doc, set, faults } = useEditing();
  const { currency } = usePlace();
  const asks = useAsks("rules");
  const kept = at(doc, path) ?? null;
  const goods = useGoodsIn(useMemo(() => [kept], [kept]));
  const known = useMemo(() => asks && withGoods(askedOf(asks, doc, currency), goods), [asks, doc, goods, currency]);
  if (!known) return <Waiting rows={1} height={32} />;
  const place = `$.${path.join(".").replaceAll(/\.(\d+)/g, "[$1]")}`;
  const own = faults
    .filter((one) => one.path === place || one.path.startsWith(`${place}#`) || one.path.startsWith(`${place}.`))
    .map((one) => ({ ...one, node: NODE.exec(one.path)?.[1] ?? "" }));
  return <ConditionField kept={kept} asks={known} faults={own} onChange={(tree) => set(path, tree ?? undefined)} />;
}
