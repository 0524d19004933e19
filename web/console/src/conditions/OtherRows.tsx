import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Input, InputNumber, Select } from "antd";
import { labelOf } from "../pages/members/facts.ts";
import type { Asks } from "./asks.ts";
import { buildWords } from "./build.words.ts";
import { SegmentTold } from "./SegmentTold.tsx";
import type { Tree } from "./tree.ts";

/** Which segment. */
export function SegmentField({ code, asks, onChange }: { code: string; asks: Asks; onChange: (code: string) => void }) {
  const say = useWords(buildWords);
  const language = useLanguage();
  const options = asks.facts.find((one) => one.name === "segment")?.arguments[0]?.options ?? [];
  return (
    <>
      <span className="lk-2">{say.segment}</span>
      <Select
        className="where-wide"
        aria-label={say.whichSegment}
        showSearch={{ optionFilterProp: "label" }}
        value={code || null}
        onChange={(found: string | null) => onChange(found ?? "")}
        options={options.map((one) => ({ value: one.value, label: labelOf(one, language) }))}
      />
      {asks.own.length > 0 && code !== "" && <SegmentTold code={code} asks={asks} />}
    </>
  );
}

type Bucket = Extract<Tree, { kind: "bucket" }>;

/** A share of a draw: from one percent to another. */
export function BucketFields({ row, onChange }: { row: Bucket; onChange: (row: Bucket) => void }) {
  const say = useWords(buildWords);
  const share = (label: string, value: number, put: (found: number) => void) => (
    <InputNumber<number> className="build-number" aria-label={label} min={0} max={100} precision={2} suffix="%" value={value / 100} onChange={(found) => put(Math.round((found ?? 0) * 100))} />
  );
  return (
    <>
      <span className="lk-2">{say.bucket}</span>
      <Input className="where-op" aria-label={say.salt} value={row.salt} onChange={(event) => onChange({ ...row, salt: event.target.value || "share" })} />
      <span className="build-range">
        {share(say.fromShare, row.from, (from) => onChange({ ...row, from }))}
        <span>–</span>
        {share(say.toShare, row.to, (to) => onChange({ ...row, to }))}
      </span>
    </>
  );
}
