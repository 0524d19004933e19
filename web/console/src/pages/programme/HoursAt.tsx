import { DeleteOutlined } from "@ant-design/icons";
import { TimeField } from "@liuke/kit/desk/TimeField.tsx";
import { timeOf } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState } from "react";
import { Faulted } from "./Clause.tsx";
import { at, type Path } from "./document.ts";
import { useEditing, useField } from "./editing.tsx";
import { windowWords } from "./window.words.ts";
import { isOvernight, type Hours } from "./windows.ts";

const FIRST: Hours = { start: "14:00", end: "17:00" };
const NEXT: Hours = { start: "18:00", end: "20:00" };

interface RowProps {
  path: Path;
  hours: Hours;
  number: number;
  chosenDays: boolean;
}

/** One part of the day: from a time up to another, the next day when that is earlier. */
function Row({ path, hours, number, chosenDays }: RowProps) {
  const say = useWords(windowWords);
  const { set, fault, id } = useField<Hours>(path);
  const [unread, read] = useState("");
  const take = (field: keyof Hours, typed: string) => {
    const time = timeOf(typed);
    read(time === null ? say.noTime(typed) : "");
    // Midnight has two names; both tables of the server know this one.
    if (time !== null) set({ ...hours, [field]: time === "24:00" ? "00:00" : time });
  };
  const box = (field: keyof Hours, label: string) => (
    <TimeField
      className="field-time"
      aria-label={label}
      status={fault ? "error" : ""}
      value={hours[field]}
      onChange={(typed) => take(field, typed)}
    />
  );
  return (
    <Faulted id={id} fault={unread || fault}>
      {chosenDays ? say.thoseDays : say.everyDay}
      {box("start", say.hoursFrom(number))}
      {isOvernight(hours) ? say.toNextDay : say.to}
      {box("end", say.hoursTo(number))}
      <Button
        type="text"
        aria-label={say.dropHours(number)}
        icon={<DeleteOutlined aria-hidden />}
        onClick={() => set(undefined)}
      />
    </Faulted>
  );
}

/** The hours of the day at which something runs; without any it runs all day. */
export function HoursAt({ path, chosenDays }: { path: Path; chosenDays: boolean }) {
  const say = useWords(windowWords);
  const { doc, set } = useEditing();
  const hours = (at(doc, path) ?? []) as Hours[];
  const add = () => set([...path, hours.length], hours.length === 0 ? FIRST : NEXT);
  return (
    <div className="steps" role="group" aria-label={say.hours}>
      {hours.map((one, place) => (
        <Row key={place} path={[...path, place]} hours={one} number={place + 1} chosenDays={chosenDays} />
      ))}
      {chosenDays && hours.some(isOvernight) && <span className="lk-2">{say.afterMidnight}</span>}
      <button type="button" className="lk-link" onClick={add}>
        {hours.length === 0 ? say.addHours : say.moreHours}
      </button>
    </div>
  );
}
