import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { useUndo } from "@liuke/kit/desk/undo.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import type { Fault } from "@liuke/kit/problem.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { Conflict, MEANWHILE } from "./Conflict.tsx";
import { CutsSetting } from "./CutsSetting.tsx";
import { differing, numberAt, onTopOf, withNumber, type Described, type Settings as Drafted } from "./draft.ts";
import { LayersSetting } from "./LayersSetting.tsx";
import { NumberSetting } from "./NumberSetting.tsx";
import "./settings.css";
import { settingsWords } from "./settings.words.ts";

const FIELDS = "GET /v1/models/settings/fields";

/** How members are scored: every setting with its value, its default and what it changes. */
export function Settings() {
  const asked = useAsk(FIELDS, {});
  return <Region asked={asked} waiting={<Waiting rows={8} height={40} />}>{(found) => <Form of={found} />}</Region>;
}

const GROUPS = ["rfm", "borders", "weights", "horizon"] as const;

function groupOf(path: string): (typeof GROUPS)[number] {
  return GROUPS.find((group) => path.startsWith(`${group}.`)) ?? "rfm";
}

/** Return how to save settings; what was saved can be taken back for ten seconds, unless others saved since. */
function useSaving(before: Drafted, onSaved: () => void) {
  const say = useWords(settingsWords);
  const offer = useUndo();
  const client = useQueryClient();
  const refresh = { refresh: [FIELDS] as const };
  const back = useAct("PUT /v1/models/settings", refresh);
  return useAct("PUT /v1/models/settings", {
    ...refresh,
    onDone: () => {
      const saved = client.getQueryData<Described>([FIELDS, {}]);
      onSaved();
      offer(say.saved, () => back.mutateAsync({ body: before, match: saved?.revision }));
    },
  });
}

interface Editing {
  /** What the editor read: others may have saved since. */
  from: Described;
  now: Drafted;
}

function Form({ of }: { of: Described }) {
  const say = useWords(settingsWords);
  const client = useQueryClient();
  const mayEdit = useMay("models.edit");
  const [editing, setEditing] = useState<Editing | null>(null);
  const { from, now } = editing ?? { from: of, now: of.settings };
  const save = useSaving(from.settings, () => setEditing(null));
  const fault = save.error?.fault ?? null;
  const change = (next: Drafted) => {
    save.reset();
    setEditing({ from, now: next });
  };
  const put = (wanted: Editing) => {
    setEditing(wanted);
    save.mutate({ body: wanted.now, match: wanted.from.revision });
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
      <LayersSetting {...parts} kept={from.settings} />
      {mayEdit && (
        <Saving
          changes={differing(now, from.settings, of.fields).length}
          own={differing(now, of.defaults, of.fields).length}
          busy={save.isPending}
          error={save.error}
          fault={fault}
          onSave={() => put({ from, now })}
          onDrop={() => {
            save.reset();
            setEditing(null);
            // Others may have saved meanwhile: what is shown next is what holds.
            void client.invalidateQueries({ queryKey: [FIELDS] });
          }}
          conflict={
            save.error?.code === MEANWHILE && (
              <Conflict
                problem={save.error}
                from={from}
                mine={now}
                onMine={(theirs) => put({ from: theirs, now: onTopOf(theirs.settings, now, from.settings, theirs.fields) })}
              />
            )
          }
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
  /** Both versions, where somebody saved in between. */
  conflict: ReactNode;
  onSave: () => void;
  onDrop: () => void;
  onDefaults: () => void;
}

function Saving({ changes, own, busy, error, fault, conflict, onSave, onDrop, onDefaults }: SavingProps) {
  const say = useWords(settingsWords);
  if (changes === 0 && own === 0) return null;
  return (
    <div className={changes > 0 ? "card settings-saving" : "settings-rest"}>
      {error !== null && !fault && !conflict && <ProblemNote of={error} />}
      {conflict}
      {fault && <p role="alert" className="settings-fault">{say.notSaved}</p>}
      <div className="page-acts">
        {changes > 0 && (
          <>
            {!conflict && <Button type="primary" loading={busy} onClick={onSave}>{say.save(String(changes))}</Button>}
            <Button onClick={onDrop}>{say.drop}</Button>
          </>
        )}
        {own > 0 && <Button type={changes > 0 ? "text" : "default"} onClick={onDefaults}>{say.allDefaults}</Button>}
      </div>
    </div>
  );
}
