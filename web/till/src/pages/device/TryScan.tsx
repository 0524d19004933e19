import { useWords } from "@liuke/kit/scheme.tsx";
import { useRef, useState, type KeyboardEvent } from "react";
import { device } from "../../desk/device.ts";
import { deviceWords } from "./device.words.ts";

interface Tried {
  text: string;
  slowest: number;
}

/** A field to scan into: says whether it was a scan, and how far apart its keys were. */
export function TryScan() {
  const say = useWords(deviceWords);
  const [tried, setTried] = useState<Tried | null>(null);
  const keys = useRef<number[]>([]);
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter" && event.key !== "Tab") {
      if (event.key.length === 1) keys.current.push(event.timeStamp);
      return;
    }
    event.preventDefault();
    const [first, ...rest] = keys.current;
    let last = first ?? 0;
    let slowest = 0;
    for (const at of [...rest, event.timeStamp]) {
      slowest = Math.max(slowest, at - last);
      last = at;
    }
    keys.current = [];
    setTried({ text: event.currentTarget.value, slowest: Math.round(slowest) });
    event.currentTarget.value = "";
  };
  const scanned = tried !== null && tried.slowest <= device.value.apart_ms;
  return (
    <>
      <label className="till-find">
        {say.tryIt}
        <input className="till-input" autoComplete="off" onKeyDown={press} />
      </label>
      <p role="status">{tried && (scanned ? say.scanned(tried.text, tried.slowest) : say.typed(tried.slowest))}</p>
    </>
  );
}
