import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import type { Fault } from "@liuke/kit/problem.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Checkbox, Input, InputNumber } from "antd";
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
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys */}
      <div className="layers" tabIndex={0} id="setting-layers">
        <table>
          <thead>
            <tr>{[say.layer, say.code, ...DEMANDS.map((name) => say[name]), say.named].map((one) => <th key={one} scope="col">{one}</th>)}{!readOnly && <th scope="col">{say.order}</th>}</tr>
          </thead>
          <tbody>
            {layers.map((layer, at) => (
              <LayerRow
                key={at}
                of={layer}
                at={at}
                wrong={place === at}
                readOnly={readOnly}
                isKept={(kept.layers ?? []).some((one) => one.code === layer.code && layer.code !== "")}
                onChange={(next) => set(layers.map((one, other) => (other === at ? next : one)))}
                acts={{
                  up: at > 0 ? () => swap(at - 1) : undefined,
                  down: at < layers.length - 1 ? () => swap(at) : undefined,
                  drop: layers.length > LEAST ? () => set(layers.toSpliced(at, 1)) : undefined,
                }}
              />
            ))}
          </tbody>
        </table>
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

function LayerRow({ of, at, wrong, readOnly, isKept, onChange, acts }: RowProps) {
  const say = useWords(settingsWords);
  const english = useLanguage() === "en";
  const name = (english ? of.label : of.label_zh) || say.nth(String(at + 1));
  const status = wrong ? "error" : "";
  return (
    <tr>
      <th scope="row">
        <span className="layers-name">
          <Input aria-label={say.of(name, say.inChinese)} placeholder={say.inChinese} status={status} value={of.label_zh} readOnly={readOnly} onChange={(event) => onChange({ ...of, label_zh: event.target.value })} />
          <Input aria-label={say.of(name, say.inEnglish)} placeholder={say.inEnglish} status={status} value={of.label} readOnly={readOnly} onChange={(event) => onChange({ ...of, label: event.target.value })} />
        </span>
      </th>
      <td>
        {isKept ? (
          <code className="lk-code">{of.code}</code>
        ) : (
          <Input aria-label={say.of(name, say.code)} className="lk-code" placeholder="vip_plus" status={status} value={of.code} readOnly={readOnly} onChange={(event) => onChange({ ...of, code: event.target.value.toLowerCase() })} />
        )}
      </td>
      {DEMANDS.map((demand) => (
        <td key={demand}>
          <InputNumber
            aria-label={say.of(name, say[demand])}
            status={status}
            placeholder={say.anyNumber}
            value={of[demand] || null}
            readOnly={readOnly}
            onChange={(made) => onChange({ ...of, [demand]: made ?? 0 })}
          />
        </td>
      ))}
      <td>
        <Checkbox aria-label={say.of(name, say.named)} checked={of.named ?? false} disabled={readOnly} onChange={(event) => onChange({ ...of, named: event.target.checked })} />
      </td>
      {!readOnly && (
        <td>
          <span className="layers-acts">
            <Button aria-label={say.of(name, say.up)} icon={<ArrowUpOutlined aria-hidden />} disabled={!acts.up} onClick={acts.up} />
            <Button aria-label={say.of(name, say.down)} icon={<ArrowDownOutlined aria-hidden />} disabled={!acts.down} onClick={acts.down} />
            <Button aria-label={say.of(name, say.dropLayer)} icon={<DeleteOutlined aria-hidden />} disabled={!acts.drop} onClick={acts.drop} />
          </span>
        </td>
      )}
    </tr>
  );
}
