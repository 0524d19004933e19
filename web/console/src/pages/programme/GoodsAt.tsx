import type { GoodsKind } from "../../conditions/goods.ts";
import { GoodsPicks } from "../../conditions/GoodsPick.tsx";
import { Faulted } from "./Clause.tsx";
import { beforeOf, useField, type At } from "./editing.tsx";

/** Goods of one kind that stand inside a sentence. */
export function GoodsAt({ path, label, told = false, kind }: At & { kind: GoodsKind }) {
  const { value = [], set, fault, id } = useField<string[]>(path);
  return (
    <Faulted id={id} fault={fault} before={beforeOf({ told, label })}>
      <GoodsPicks kind={kind} codes={value} label={label} faulty={Boolean(fault)} onChange={set} />
    </Faulted>
  );
}
