import { CloseOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Select } from "antd";
import { useState } from "react";
import { GoodsPicks } from "../../conditions/GoodsPick.tsx";
import { pickWords } from "../../conditions/pick.words.ts";
import { MoneyAt } from "./amounts.tsx";
import { Faulted } from "./Clause.tsx";
import { at, type Path } from "./document.ts";
import { useEditing, useField } from "./editing.tsx";
import { goodsWords } from "./goods.words.ts";

const FIELDS = { category: "categories", brand: "brands", product: "products", sku: "skus", tag: "tags" } as const;
type Coded = keyof typeof FIELDS;
export type Kind = Coded | "price";

/** What may narrow the goods of a rule. */
export const OF_RULES: readonly Kind[] = ["category", "brand", "product", "sku", "tag", "price"];
/** What may narrow the goods of a coupon. */
export const OF_COUPONS: readonly Kind[] = ["category", "brand", "product", "tag"];

type Chosen = Partial<Record<(typeof FIELDS)[Coded], string[]>> & {
  price_from_minor?: number | null;
  price_to_minor?: number | null;
};

function isSet(kind: Kind, chosen: Chosen): boolean {
  if (kind === "price") return Boolean(chosen.price_from_minor) || Boolean(chosen.price_to_minor);
  return (chosen[FIELDS[kind]] ?? []).length > 0;
}

/** Return the kinds by which a choice narrows. */
function kindsOf(chosen: unknown): Kind[] {
  return OF_RULES.filter((kind) => isSet(kind, (chosen ?? {}) as Chosen));
}

function Price({ path, label }: { path: Path; label: (what: string) => string }) {
  const say = useWords(goodsWords);
  return (
    <>
      <MoneyAt path={[...path, "price_from_minor"]} label={label(say.priceFrom)} optional />
      {say.to}
      <MoneyAt path={[...path, "price_to_minor"]} label={label(say.priceTo)} optional />
    </>
  );
}

interface CodesProps {
  path: Path;
  kind: Coded;
  label: string;
  fresh: boolean;
  onCleared: () => void;
}

function Codes({ path, kind, label, fresh, onCleared }: CodesProps) {
  const { value = [], set, fault, id } = useField<string[]>([...path, FIELDS[kind]]);
  return (
    <Faulted id={id} fault={fault}>
      <GoodsPicks
        kind={kind}
        codes={value}
        label={label}
        faulty={Boolean(fault)}
        autoFocus={fresh}
        onChange={(codes) => {
          set(codes.length > 0 ? codes : undefined);
          if (codes.length === 0) onCleared();
        }}
      />
    </Faulted>
  );
}

const AS_IS = (what: string) => what;

interface Props {
  /** Where the choice stands in the document; nothing stands there while all goods are meant. */
  path: Path;
  kinds: readonly Kind[];
  /** How several kinds stand together: `且是`, `或者`. */
  joint: string;
  /** What is offered while nothing is chosen. */
  first: string;
  firstLabel?: string;
  label?: (what: string) => string;
  /** The document may not be without it, even empty. */
  needed?: boolean;
  /** Told when the last kind is taken away. */
  onEmpty?: () => void;
}

/** A choice of goods: kinds of codes, each in a row of its own. */
export function GoodsRows({ path, kinds, joint, first, firstLabel = first, label = AS_IS, needed = false, onEmpty }: Props) {
  const say = useWords(goodsWords);
  const pick = useWords(pickWords);
  const { doc, set } = useEditing();
  const { fault, id } = useField(path);
  const [fresh, begin] = useState<readonly Kind[]>([]);
  const chosen = (at(doc, path) ?? {}) as Chosen;
  const shown = kinds.filter((kind) => isSet(kind, chosen) || fresh.includes(kind));
  const left = kinds.filter((kind) => !shown.includes(kind));
  const word = (kind: Kind) => (kind === "price" ? say.price : pick.kinds(kind));
  const drop = (kind: Kind) => {
    begin(fresh.filter((one) => one !== kind));
    const gone: readonly string[] = kind === "price" ? ["price_from_minor", "price_to_minor"] : [FIELDS[kind]];
    const rest = Object.fromEntries(Object.entries(chosen).filter(([name]) => !gone.includes(name)));
    const empty = kindsOf(rest).length === 0;
    if (isSet(kind, chosen)) set(path, !empty ? rest : needed ? {} : undefined);
    if (empty) onEmpty?.();
  };
  return (
    <Faulted id={id} fault={fault}>
      {shown.map((kind, place) => (
        <span key={kind} className="goods-row">
          {place > 0 && joint} {word(kind)}
          {kind === "price" ? (
            <Price path={path} label={label} />
          ) : (
            <Codes
              path={path}
              kind={kind}
              label={label(word(kind))}
              fresh={fresh.includes(kind)}
              onCleared={() => kindsOf(chosen).length < 2 && onEmpty?.()}
            />
          )}
          <Button type="text" size="small" aria-label={say.drop(label(word(kind)))} icon={<CloseOutlined aria-hidden />} onClick={() => drop(kind)} />
        </span>
      ))}
      {left.length > 0 && (
        <Select<Kind | null>
          aria-label={shown.length === 0 ? firstLabel : label(say.narrow)}
          placeholder={shown.length === 0 ? first : say.narrow}
          value={null}
          options={left.map((kind) => ({ value: kind, label: word(kind) }))}
          popupMatchSelectWidth={false}
          onChange={(kind) => kind && begin([...fresh, kind])}
        />
      )}
    </Faulted>
  );
}
