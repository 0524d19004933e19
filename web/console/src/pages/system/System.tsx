import { useAsk } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { Mark, type MarkTone } from "@liuke/kit/desk/Mark.tsx";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Input } from "antd";
import type { Answer } from "@liuke/kit/call.ts";
import { Lake } from "./Lake.tsx";
import { systemWords } from "./system.words.ts";
import "./system.css";

type Part = Answer<"GET /v1/health/parts">[number];

const TONES: Record<Part["state"], MarkTone> = { fine: "good", warning: "warns", failing: "bad" };

/** Whether every part works, and which settings are in effect and why. */
export default function System() {
  const say = useWords(systemWords);
  const maySettings = useMay("settings.read");
  const mayLake = useMay("lake.read");
  return (
    <Needs right="health.read">
      <section className="page">
        <h1>{say.title}</h1>
        <Parts />
        {mayLake && <Lake />}
        {maySettings ? <Settings /> : <p className="lk-2">{say.noSettings}</p>}
      </section>
    </Needs>
  );
}

function Parts() {
  const say = useWords(systemWords);
  const english = useLanguage() === "en";
  const asked = useAsk("GET /v1/health/parts", {}, { refetchInterval: 30_000 });
  const named = say as unknown as Record<string, string | undefined>;
  return (
    <section className="card system-part">
      <h2>{say.parts}</h2>
      <Region asked={asked} waiting={<Waiting rows={6} height={24} />}>
        {(parts) => (
          <ul className="system-parts">
            {parts.map((one) => (
              <li key={one.name}>
                <span>{named[one.name] ?? one.name}</span>
                <Mark tone={TONES[one.state]}>{say[one.state]}</Mark>
                <span>
                  {english ? one.found : one.found_zh}
                  {one.advice && <small>{english ? one.advice : one.advice_zh}</small>}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Region>
    </section>
  );
}

function Settings() {
  const say = useWords(systemWords);
  const { get, set } = useAddress();
  const asked = useAsk("GET /v1/settings", {});
  const text = get("q").toLowerCase();
  const language = useLanguage();
  const meaning = (one: { description: string; description_zh: string }) => (language === "en" ? one.description : one.description_zh);
  return (
    <section className="card system-part">
      <h2>{say.settings}</h2>
      <p className="lk-2 system-note">{say.settingsHint}</p>
      <Input
        className="system-find"
        type="search"
        value={get("q")}
        placeholder={say.find}
        aria-label={say.find}
        allowClear
        onChange={(event) => set({ q: event.target.value })}
      />
      <Region asked={asked} waiting={<Waiting rows={10} height={24} />}>
        {(settings) => {
          const shown = settings.filter((one) => `${one.name} ${meaning(one)}`.toLowerCase().includes(text));
          if (shown.length === 0) return <Empty title={say.noMatch} />;
          const rows = shown.map((one) => ({
            key: one.name,
            cells: [
              <code key="n" className="lk-code">{one.name}</code>,
              one.value ? <code key="v" className="lk-code">{one.value}</code> : <span key="v" className="lk-3">{say.empty}</span>,
              one.source === "default" ? <span key="s" className="lk-2">{say.default}</span> : <strong key="s">{one.source}</strong>,
              meaning(one),
            ],
          }));
          return <PlainTable label={say.settings} head={[say.name, say.value, say.source, say.means]} rows={rows} />;
        }}
      </Region>
    </section>
  );
}
