import { call } from "@liuke/kit/call.ts";
import { figure, instant } from "@liuke/kit/formats.ts";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import type { Problem } from "@liuke/kit/problem.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useActorName } from "../audit/told.ts";
import { differing, numberAt, type Described, type Settings } from "./draft.ts";
import { settingsWords } from "./settings.words.ts";

export const MEANWHILE = "model_settings_edited_meanwhile";

interface Props {
  problem: Problem;
  from: Described;
  mine: Settings;
  /** Save what was changed here on top of theirs. */
  onMine: (theirs: Described) => void;
}

/** Somebody saved in between: what they changed, what that does to what was typed here, and the way on. */
export function Conflict({ problem, from, mine, onMine }: Props) {
  const say = useWords(settingsWords);
  const language = useLanguage();
  const place = usePlace();
  const actor = useActorName();
  const by = problem.field<string>("changed_by") ?? "";
  const at = problem.field<string>("changed_at");
  const theirs = useQuery({
    queryKey: ["theirs", "models", problem.field<string>("revision")],
    queryFn: () => call("GET /v1/models/settings/fields", {}),
  });
  return (
    <>
      <ProblemNote of={problem} />
      {at && <p className="lk-2 settings-theirs">{say.changedBy(actor(by), instant(at, place, language))}</p>}
      <Region asked={theirs}>
        {(found) => (
          <>
            <Changed from={from} theirs={found} mine={mine} />
            <span><Button type="primary" onClick={() => onMine(found)}>{say.onTop}</Button></span>
          </>
        )}
      </Region>
    </>
  );
}

/** What they changed; where it was changed here too, what will be saved. */
function Changed({ from, theirs, mine }: { from: Described; theirs: Described; mine: Settings }) {
  const say = useWords(settingsWords);
  const english = useLanguage() === "en";
  const both = new Set(differing(mine, from.settings, from.fields));
  const nameOf = (path: string) => {
    const field = theirs.fields.find((one) => one.path === path);
    if (field) return english ? field.label : field.label_zh;
    return path === "cuts" ? say.cuts : say.layers;
  };
  const figureOf = (of: Settings, path: string) => {
    const field = theirs.fields.find((one) => one.path === path);
    const value = numberAt(of, path);
    return field && value !== null ? `${figure(value, field.decimals)} ${say.units[field.unit]}` : "";
  };
  return (
    <ul className="settings-theirs">
      {differing(theirs.settings, from.settings, theirs.fields).map((path) => (
        <li key={path}>
          {say.theyChanged(nameOf(path), figureOf(from.settings, path), figureOf(theirs.settings, path))}
          {both.has(path) && <strong> {say.yoursStays(figureOf(mine, path))}</strong>}
        </li>
      ))}
    </ul>
  );
}
