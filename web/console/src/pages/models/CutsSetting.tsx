import { useAsk } from "@liuke/kit/ask.ts";
import { minorIn } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import type { Fault } from "@liuke/kit/problem.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { InputNumber, Segmented } from "antd";
import type { Cuts, Settings } from "./draft.ts";
import { Reason, Setting } from "./NumberSetting.tsx";
import { settingsWords } from "./settings.words.ts";

interface Props {
  now: Settings;
  fault: Fault | null;
  readOnly: boolean;
  onChange: (next: Settings) => void;
}

const NAMES = ["recency_days", "frequency", "monetary_minor"] as const;
/** Where a shop begins that has no fitted borders yet. */
const BEGIN: Cuts = { recency_days: [30, 90, 180, 365], frequency: [1, 2, 4, 8], monetary_minor: [10_000, 30_000, 100_000, 300_000] };

/** The borders of the last fit: fixed cuts begin where the fifths stand. */
function useFitted(): Cuts {
  const asked = useAsk("GET /v1/models", {});
  const parameters: unknown = asked.data?.models.find((one) => one.kind === "rfm")?.parameters;
  const cuts: unknown = typeof parameters === "object" && parameters !== null ? Reflect.get(parameters, "cuts") : null;
  return (cuts as Cuts | null | undefined) ?? BEGIN;
}

/** RFM by fifths of the shop's own members, or by borders that stay. */
export function CutsSetting({ now, fault, readOnly, onChange }: Props) {
  const say = useWords(settingsWords);
  const fitted = useFitted();
  const cuts = now.cuts ?? null;
  const own = cuts !== null;
  return (
    <>
      <Setting
        id="setting-cuts"
        label={say.cuts}
        effect={say.cutsEffect}
        bounds={say.cutsDefault}
        fault={null}
        own={own}
        onDefault={readOnly ? undefined : () => onChange({ ...now, cuts: null })}
      >
        <Segmented
          id="setting-cuts"
          aria-label={say.cuts}
          block
          disabled={readOnly}
          value={own ? "fixed" : "fifths"}
          options={[{ value: "fifths", label: say.fifths }, { value: "fixed", label: say.fixed }]}
          onChange={(wanted) => onChange({ ...now, cuts: wanted === "fixed" ? (cuts ?? fitted) : null })}
        />
      </Setting>
      {cuts && (
        <div className="cuts">
          {NAMES.map((name) => (
            <CutsRow
              key={name}
              name={name}
              cuts={cuts}
              fault={fault?.field.startsWith(`cuts.${name}`) ? fault : null}
              readOnly={readOnly}
              onChange={(next) => onChange({ ...now, cuts: next })}
            />
          ))}
        </div>
      )}
    </>
  );
}

interface RowProps {
  name: (typeof NAMES)[number];
  cuts: Cuts;
  fault: Fault | null;
  readOnly: boolean;
  onChange: (next: Cuts) => void;
}

function CutsRow({ name, cuts, fault, readOnly, onChange }: RowProps) {
  const say = useWords(settingsWords);
  const { currency } = usePlace();
  const scale = name === "monetary_minor" ? minorIn(currency) : 1;
  const set = (at: number, value: number | null) => {
    const [one, two, three, four] = cuts[name].map((old, place) => (place === at ? Math.round((value ?? Number.NaN) * scale) : old));
    onChange({ ...cuts, [name]: [one, two, three, four] });
  };
  return (
    <div>
      <div className="cuts-row">
        <span>{say[name]}</span>
        {cuts[name].map((value, at) => (
          <InputNumber
            key={at}
            id={at === 0 ? `setting-cuts.${name}` : undefined}
            aria-label={say.cutOf(say[name], at + 1)}
            status={fault ? "error" : ""}
            value={Number.isNaN(value) ? null : value / scale}
            readOnly={readOnly}
            onChange={(made) => set(at, made)}
          />
        ))}
      </div>
      {fault && <Reason of={fault} />}
    </div>
  );
}
