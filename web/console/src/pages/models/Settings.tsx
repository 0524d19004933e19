import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { useUndo } from "@liuke/kit/desk/undo.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import type { Fault } from "@liuke/kit/problem.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { CutsSetting } from "./CutsSetting.tsx";
import { differences, numberAt, withNumber, type Described, type Settings as Drafted } from "./draft.ts";
import { LayersSetting } from "./LayersSetting.tsx";
import { NumberSetting } from "./NumberSetting.tsx";
import "./settings.css";
import { settingsWords } from "./settings.words.ts";

/** How members are scored: every setting with its value, its default and what it changes. */
export function Settings() {
  const asked = useAsk("GET /v1/models/settings/fields", {});
  return <Region asked={asked} waiting={<Waiting rows={8} height={40} />}>{(found) => <Form of={found} />}</Region>;
}

const GROUPS = ["rfm", "borders", "weights", "horizon"] as const;

function groupOf(path: string): (typeof GROUPS)[number] {
  return GROUPS.find((group) => path.startsWith(`${group}.`)) ?? "rfm";
}

/** Return how to save settings; what was saved can be taken back for ten seconds. */
function useSaving(before: Drafted, onSaved: () => void) {
  const say = useWords(settingsWords);
  const offer = useUndo();
  const refresh = { refresh: ["GET /v1/models/settings/fields"] as const };
  const back = useAct("PUT /v1/models/settings", refresh);
  const save = useAct("PUT /v1/models/settings", {
    ...refresh,
    onDone: () => {
      onSaved();
      offer(say.saved, () => back.mutateAsync({ body: before }));
    },
  });
  return save;
}

function Form({ of }: { of: Described }) {
  const say = useWords(settingsWords);
  const mayEdit = useMay("models.edit");
  const [draft, setDraft] = useState<Drafted | null>(null);
  const save = useSaving(of.settings, () => setDraft(null));
  const now = draft ?? of.settings;
  const fault = save.error?.fault ?? null;
  const change = (next: Drafted) => {
    save.reset();
    setDraft(next);
  };
  useEffect(() => {
    if (fault) document.getElementById(`setting-${fault.field}`)?.focus();
  }, [fault]);
  const parts = { now, defaults: of.defaults, fault, onChange: change, readOnly: !mayEdit };
  return (
    <div className="settings">
      <p className="models-note">{say.hint}</p>
      {!mayEdit && <p className="lk-2 models-note">{say.mayNot}</p>}
      {GROUPS.map((group) => (
        <section key={group} className="card settings-group" aria-label={say[group]}>
          <h2>{say[group]}</h2>
          {of.fields.filter(({ path }) => groupOf(path) === group).map((field) => (
            <NumberSetting
              key={field.path}
              of={field}
              value={numberAt(now, field.path)}
              fault={fault?.field === field.path ? fault : null}
              readOnly={!mayEdit}
              onChange={(value) => change(withNumber(now, field.path, value))}
            />
          ))}
          {group === "rfm" && <CutsSetting {...parts} />}
        </section>
      ))}
      <LayersSetting {...parts} kept={of.settings} />
      {mayEdit && (
        <Saving
          changes={differences(now, of.settings, of.fields)}
          own={differences(now, of.defaults, of.fields)}
          busy={save.isPending}
          error={save.error}
          fault={fault}
          onSave={() => save.mutate({ body: now })}
          onDrop={() => {
            save.reset();
            setDraft(null);
          }}
          onDefaults={() => change(of.defaults)}
        />
      )}
    </div>
  );
}

interface SavingProps {
  changes: number;
  own: number;
  busy: boolean;
  error: unknown;
  fault: Fault | null;
  onSave: () => void;
  onDrop: () => void;
  onDefaults: () => void;
}

function Saving({ changes, own, busy, error, fault, onSave, onDrop, onDefaults }: SavingProps) {
  const say = useWords(settingsWords);
  if (changes === 0 && own === 0) return null;
  return (
    <div className={changes > 0 ? "card settings-saving" : "settings-rest"}>
      {error !== null && !fault && <ProblemNote of={error} />}
      {fault && <p role="alert" className="settings-fault">{say.notSaved}</p>}
      <div className="page-acts">
        {changes > 0 && (
          <>
            <Button type="primary" loading={busy} onClick={onSave}>{say.save(String(changes))}</Button>
            <Button onClick={onDrop}>{say.drop}</Button>
          </>
        )}
        {own > 0 && <Button type={changes > 0 ? "text" : "default"} onClick={onDefaults}>{say.allDefaults}</Button>}
      </div>
    </div>
  );
}
