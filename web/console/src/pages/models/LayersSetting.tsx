import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import type { Fault } from "@liuke/kit/problem.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Checkbox, Input, InputNumber } from "antd";
import type { ReactNode } from "react";
import type { Layer, Settings } from "./draft.ts";
import { Reason } from "./NumberSetting.tsx";
import { settingsWords } from "./settings.words.ts";

interface Props {
  now: Settings;
  /** As they are kept: the code of a kept layer stays, since conditions name it. */
  kept: Settings;
  defaults: Settings;
  fault: Fault | null;
  readOnly: boolean;
  onChange: (next: Settings) => void;
}

const MOST = 12;
const LEAST = 2;
const DEMANDS = ["orders", "within_days", "referrals", "acts", "top_percent"] as const;
const EMPTY: Layer = { code: "", label: "", label_zh: "" };

/** The layers a member climbs: their names, and what each one asks for. */
export function LayersSetting({ now, kept, defaults, fault, readOnly, onChange }: Props) {
  const say = useWords(settingsWords);
  const layers = now.layers ?? [];
  const set = (next: readonly Layer[]) => onChange({ ...now, layers: [...next] });
  const swap = (at: number) => set(layers.map((one, place) => (place === at ? (layers[at + 1] ?? one) : place === at + 1 ? (layers[at] ?? one) : one)));
  const own = JSON.stringify(layers) !== JSON.stringify(defaults.layers);
  const wrong = fault?.field.startsWith("layers") ? fault : null;
  const place = Number(wrong?.field.match(/\[(\d+)\]/)?.[1] ?? -1);
  return (
    <section className="card settings-group" aria-label={say.layers}>
      <h2>{say.layers}</h2>
      <p className="lk-2 models-note">{say.layersEffect}</p>
      <div className="layers" id="setting-layers">
        <PlainTable
          label={say.layers}
          head={[say.layer, say.code, ...DEMANDS.map((name) => say[name]), say.named, ...(readOnly ? [] : [say.order])]}
          rows={layers.map((layer, at) => ({
            key: String(at),
            cells: cellsOf({
              of: layer,
              at,
              wrong: place === at,
              readOnly,
              isKept: (kept.layers ?? []).some((one) => one.code === layer.code && layer.code !== ""),
              onChange: (next) => set(layers.map((one, other) => (other === at ? next : one))),
              acts: {
                up: at > 0 ? () => swap(at - 1) : undefined,
                down: at < layers.length - 1 ? () => swap(at) : undefined,
                drop: layers.length > LEAST ? () => set(layers.toSpliced(at, 1)) : undefined,
              },
            }),
          }))}
        />
      </div>
      {wrong && <Reason of={wrong} />}
      {!readOnly && (
        <div className="page-acts">
          <Button disabled={layers.length >= MOST} onClick={() => set([...layers, EMPTY])}>{say.addLayer}</Button>
          {own && <Button type="text" onClick={() => set(defaults.layers ?? [])}>{say.layersDefault}</Button>}
        </div>
      )}
    </section>
  );
}

interface RowProps {
  of: Layer;
  at: number;
  wrong: boolean;
  readOnly: boolean;
  isKept: boolean;
  onChange: (next: Layer) => void;
  acts: Readonly<Record<"up" | "down" | "drop", (() => void) | undefined>>;
}

function cellsOf(row: RowProps): ReactNode[] {
  return [
    <Names key="names" {...row} />,
    <Code key="code" {...row} />,
    ...DEMANDS.map((demand) => <Demand key={demand} demand={demand} {...row} />),
    <Named key="named" {...row} />,
    ...(row.readOnly ? [] : [<Acts key="acts" {...row} />]),
  ];
}

/** How a layer is called to those who hear it: its name, or its place. */
function useCall({ of, at }: RowProps): (what: string) => string {
  const say = useWords(settingsWords);
  const english = useLanguage() === "en";
  const name = (english ? of.label : of.label_zh) || say.nth(String(at + 1));
  return (what) => say.of(name, what);
}

function Names(row: RowProps) {
  const say = useWords(settingsWords);
  const call = useCall(row);
  const { of, wrong, readOnly, onChange } = row;
  const status = wrong ? "error" : "";
  return (
    <span className="layers-name">
      <Input aria-label={call(say.inChinese)} placeholder={say.inChinese} status={status} value={of.label_zh} readOnly={readOnly} onChange={(event) => onChange({ ...of, label_zh: event.target.value })} />
      <Input aria-label={call(say.inEnglish)} placeholder={say.inEnglish} status={status} value={of.label} readOnly={readOnly} onChange={(event) => onChange({ ...of, label: event.target.value })} />
    </span>
  );
}

function Code(row: RowProps) {
  const say = useWords(settingsWords);
  const call = useCall(row);
  const { of, wrong, readOnly, isKept, onChange } = row;
  if (isKept) return <code className="lk-code">{of.code}</code>;
  return <Input aria-label={call(say.code)} className="lk-code" placeholder="vip_plus" status={wrong ? "error" : ""} value={of.code} readOnly={readOnly} onChange={(event) => onChange({ ...of, code: event.target.value.toLowerCase() })} />;
}

function Demand({ demand, ...row }: RowProps & { demand: (typeof DEMANDS)[number] }) {
  const say = useWords(settingsWords);
  const call = useCall(row);
  const { of, wrong, readOnly, onChange } = row;
  return (
    <InputNumber
      aria-label={call(say[demand])}
      status={wrong ? "error" : ""}
      placeholder={say.anyNumber}
      value={of[demand] || null}
      readOnly={readOnly}
      onChange={(made) => onChange({ ...of, [demand]: made ?? 0 })}
    />
  );
}

function Named(row: RowProps) {
  const say = useWords(settingsWords);
  const call = useCall(row);
  const { of, readOnly, onChange } = row;
  return <Checkbox aria-label={call(say.named)} checked={of.named ?? false} disabled={readOnly} onChange={(event) => onChange({ ...of, named: event.target.checked })} />;
}

function Acts(row: RowProps) {
  const say = useWords(settingsWords);
  const call = useCall(row);
  const { acts } = row;
  return (
    <span className="layers-acts">
      <Button aria-label={call(say.up)} icon={<ArrowUpOutlined aria-hidden />} disabled={!acts.up} onClick={acts.up} />
      <Button aria-label={call(say.down)} icon={<ArrowDownOutlined aria-hidden />} disabled={!acts.down} onClick={acts.down} />
      <Button aria-label={call(say.dropLayer)} icon={<DeleteOutlined aria-hidden />} disabled={!acts.drop} onClick={acts.drop} />
    </span>
  );
}
