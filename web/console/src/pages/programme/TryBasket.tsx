import type { liuke_domains_catalog_values_Item as Goods } from "@liuke/client/api.ts";
import { DeleteOutlined } from "@ant-design/icons";
import { useAsk } from "@liuke/kit/ask.ts";
import { NothingFound } from "@liuke/kit/desk/NothingFound.tsx";
import { digitsOf, minorIn, money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, InputNumber, Select } from "antd";
import { memo, useState } from "react";
import { useRested } from "../../conditions/rested.ts";
import { tryWords } from "./try.words.ts";

export interface TryLine {
  goods: Goods | null;
  units: number;
  each: number;
}

function GoodsChoice({ value, onPick }: { value: Goods | null; onPick: (goods: Goods) => void }) {
  const say = useWords(tryWords);
  const { currency } = usePlace();
  const [text, setText] = useState("");
  const asked = useRested(text, 250);
  const found = useAsk("GET /v1/items", { query: { text: asked, limit: 8 } }, { enabled: asked !== "" });
  const items = asked === "" ? [] : (found.data ?? []);
  return (
    <Select
      showSearch={{ onSearch: setText, filterOption: false }}
      aria-label={say.goods}
      placeholder={say.anything}
      value={value?.sku ?? null}
      notFoundContent={asked === "" ? say.typeGoods : <NothingFound asked={found} none={say.noGoods} />}
      options={[
        ...(value && !items.some((one) => one.sku === value.sku) ? [{ value: value.sku, label: value.name }] : []),
        ...items.map((one) => ({ value: one.sku, label: `${one.name} ${money(one.price_minor, currency)}` })),
      ]}
      onChange={(sku: string) => {
        const goods = items.find((one) => one.sku === sku);
        if (goods) onPick(goods);
      }}
      popupMatchSelectWidth={false}
      className="try-goods"
    />
  );
}

/** The basket that is tried: goods by name, how many, at which price; what is typed beside it draws it not anew. */
export const TryBasket = memo(function TryBasket({ lines, onChange }: { lines: TryLine[]; onChange: (lines: TryLine[]) => void }) {
  const say = useWords(tryWords);
  const { currency } = usePlace();
  const put = (at: number, made: Partial<TryLine>) =>
    onChange(lines.map((line, here) => (here === at ? { ...line, ...made } : line)));
  return (
    <div className="try-basket">
      {lines.map((line, at) => (
        <div key={at} className="try-line">
          <GoodsChoice value={line.goods} onPick={(goods) => put(at, { goods, each: goods.price_minor ?? 0 })} />
          <InputNumber
            aria-label={say.units}
            min={1}
            max={999}
            value={line.units}
            onChange={(units) => put(at, { units: units ?? 1 })}
            style={{ width: 64 }}
          />
          ×
          <InputNumber
            aria-label={say.each}
            min={0}
            precision={digitsOf(currency)}
            value={line.each / minorIn(currency)}
            onChange={(each) => put(at, { each: Math.round((each ?? 0) * minorIn(currency)) })}
            style={{ width: 96 }}
          />
          {lines.length > 1 && (
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={say.drop}
              onClick={() => onChange(lines.filter((_, here) => here !== at))}
            />
          )}
        </div>
      ))}
      <button type="button" className="lk-link" onClick={() => onChange([...lines, { goods: null, units: 1, each: 10_000 }])}>
        {say.addLine}
      </button>
    </div>
  );
});
