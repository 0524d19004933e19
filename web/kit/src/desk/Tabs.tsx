import { useEffect, useId, type KeyboardEvent, type ReactNode } from "react";
import "./tabs.css";

interface Tab<K extends string> {
  key: K;
  label: string;
  children: ReactNode;
}

interface Props<K extends string> {
  /** What the tabs choose between, for whoever hears them. */
  label: string;
  chosen: K;
  onChoose: (key: K) => void;
  tabs: readonly Tab<K>[];
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** Parts of a page under one head; on a phone the row scrolls, and nothing hides behind a menu. */
export function Tabs<K extends string>({ label, chosen, onChoose, tabs }: Props<K>) {
  const id = useId();
  const shown = tabs.find((tab) => tab.key === chosen) ?? tabs[0];
  const head = `${id}-${shown?.key ?? ""}`;
  useEffect(() => {
    document.getElementById(head)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [head]);

  const press = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab === shown);
    const goals: Readonly<Record<string, number>> = { Home: 0, End: tabs.length - 1 };
    const step = STEPS[event.key];
    const goal = step === undefined ? goals[event.key] : (at + step + tabs.length) % tabs.length;
    const next = goal === undefined ? undefined : tabs[goal];
    if (!next) return;
    event.preventDefault();
    document.getElementById(`${id}-${next.key}`)?.focus();
    onChoose(next.key);
  };
  return (
    <>
      <div role="tablist" aria-label={label} className="tabs">
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            aria-selected={tab === shown}
            aria-controls={tab === shown ? `${id}-panel` : undefined}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => onChoose(tab.key)}
            onKeyDown={press}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={head}>
        {shown?.children}
      </div>
    </>
  );
}
