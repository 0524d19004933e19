import { Qr } from "@liuke/kit/draw/Codes.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Select } from "antd";
import { useState } from "react";
import type { Code } from "./BatchCodes.tsx";
import { batchesWords } from "./batches.words.ts";
import "./sheet.css";

/** More at once than a browser lays out in a moment would keep the printer waiting. */
const A_SHEET = 240;

interface Props {
  codes: readonly Code[];
  name: string;
  worth: string;
  until: (at: string | null) => string;
}

/** A sheet of QR codes, one a coupon that can still be used, cut along the lines. */
export function Sheet({ codes, name, worth, until }: Props) {
  const say = useWords(batchesWords);
  const [from, start] = useState(0);
  const usable = codes.filter((one) => one.state === "open");
  const starts = Array.from({ length: Math.ceil(usable.length / A_SHEET) }, (_, place) => place * A_SHEET);
  const told = (first: number) => say.sheetOf(count(first + 1), count(Math.min(first + A_SHEET, usable.length)));
  return (
    <>
      {usable.length < codes.length && <p className="lk-2 coupon-worth">{say.fit(count(codes.length - usable.length))}</p>}
      <div className="page-acts">
        {starts.length > 1 && (
          <Select
            aria-label={say.sheet}
            value={from}
            options={starts.map((value) => ({ value, label: told(value) }))}
            onChange={start}
            popupMatchSelectWidth={false}
          />
        )}
        {usable.length > 0 && (
          <Button type="primary" onClick={() => print()}>
            {say.print}
          </Button>
        )}
      </div>
      <ul className="code-sheet">
        {usable.slice(from, from + A_SHEET).map((one) => (
          <li key={one.code}>
            <Qr text={one.code} name={`${name} ${one.code}`} />
            <strong>{name}</strong>
            {worth && <span>{worth}</span>}
            <code>{one.code}</code>
            {one.valid_until && <span>{say.through(until(one.valid_until))}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
