/** A time of day: typed as people write it, held as `09:30`, empty when there is none. */

import { Input } from "antd";
import { useState } from "react";
import { timeOf } from "../formats.ts";

interface Given {
  id?: string;
  value?: string;
  onChange?: (time: string) => void;
  disabled?: boolean;
  className?: string;
  status?: "error" | "";
  /** What an empty field means; else how a time is written. */
  placeholder?: string;
  "aria-label"?: string;
}

/** A field for a time; `9` and `930` are completed once it is left. */
export function TimeField({ value = "", placeholder = "09:00", onChange, ...field }: Given) {
  const [typed, type] = useState<string | null>(null);
  const leave = () => {
    if (typed === null) return;
    onChange?.(timeOf(typed) ?? typed.trim());
    type(null);
  };
  return (
    <Input
      {...field}
      value={typed ?? value}
      placeholder={placeholder}
      inputMode="numeric"
      autoComplete="off"
      maxLength={8}
      onChange={(event) => type(event.target.value)}
      onBlur={leave}
      onPressEnter={leave}
    />
  );
}
