import { useMe } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useMutation } from "@tanstack/react-query";
import { Button, InputNumber, Radio } from "antd";
import { useEffect } from "react";
import { useCell } from "../../desk/cell.ts";
import { APART_LEAST, APART_MOST, device, setDevice } from "../../desk/device.ts";
import { signOut } from "../../desk/line.ts";
import { openGuest } from "../../desk/guest.ts";
import { deviceWords } from "./device.words.ts";
import { Look } from "../../shell/Look.tsx";
import { useWays } from "../../shell/useWays.ts";
import { PinForm } from "./PinForm.tsx";
import { TryScan } from "./TryScan.tsx";
import "../day/day.css";
import "../sale/sale.css";

const BACK = { Escape: "/sale" };
const IDLE = [0, 2, 5, 10, 30];

/** What this device is set to, each with a way to try it. */
export default function Device() {
  const say = useWords(deviceWords);
  const me = useMe();
  const set = useCell(device);
  const leaving = useMutation({ mutationFn: signOut });
  useWays(BACK);
  useEffect(() => {
    document.title = say.title;
  }, [say.title]);
  return (
    <div className="till-day">
      <h1>{say.title}</h1>
      <Look />
      <div className="till-day-cards">
        <section className="till-card">
          <h2>{say.lockTitle}</h2>
          <p className="lk-2">{say.lockWhy}</p>
          <PinForm />
          <p>{say.idle}</p>
          <Choice name={say.idle} of={IDLE} value={set.idle_minutes}
            word={(minutes) => (minutes === 0 ? say.never : say.minutes(minutes))}
            onChange={(idle_minutes) => setDevice({ idle_minutes })} />
        </section>
        <section className="till-card">
          <h2>{say.scanTitle}</h2>
          <p className="lk-2">{say.apartWhy}</p>
          <label className="till-find">
            {say.apart}
            <InputNumber min={APART_LEAST} max={APART_MOST} precision={0} value={set.apart_ms}
              onChange={(apart_ms) => apart_ms !== null && setDevice({ apart_ms })} />
          </label>
          <TryScan />
        </section>
        <section className="till-card">
          <h2>{say.paperTitle}</h2>
          <Choice name={say.paperTitle} of={[58, 80] as const} value={set.paper_mm} word={say.paper}
            onChange={(paper_mm) => setDevice({ paper_mm })} />
        </section>
        <section className="till-card">
          <h2>{say.whoTitle}</h2>
          <p className="lk-2">{say.whoWhy(me.name)}</p>
          {leaving.error && <ProblemNote of={leaving.error} />}
          <Button loading={leaving.isPending} onClick={() => leaving.mutate()}>{say.signOut}</Button>
        </section>
        <section className="till-card">
          <h2>{say.guestTitle}</h2>
          <p className="lk-2">{say.guestWhy}</p>
          <Button onClick={openGuest}>{say.guestOpen}</Button>
        </section>
      </div>
    </div>
  );
}

interface ChoiceGiven<T extends number> {
  name: string;
  of: readonly T[];
  value: T;
  word: (one: T) => string;
  onChange: (chosen: T) => void;
}

function Choice<T extends number>({ name, of, value, word, onChange }: ChoiceGiven<T>) {
  return (
    <Radio.Group aria-label={name} optionType="button" value={value}
      options={of.map((one) => ({ value: one, label: word(one) }))}
      onChange={(event) => onChange(event.target.value as T)} />
  );
}
