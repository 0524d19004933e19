/** A search over a list: what is typed counts on Enter, and follows the address when that changes. */

import { Input } from "antd";
import { useState } from "react";

interface Given {
  className?: string;
  label: string;
  hint?: string;
  /** What the list is asked with now. */
  asked: string;
  onSearch: (text: string) => void;
}

/** Type, press Enter; the focus stays, so that the next search is typed at once. */
export function SearchBox({ className = "", label, hint = label, asked, onSearch }: Given) {
  const [text, setText] = useState(asked);
  const [seen, see] = useState(asked);
  if (seen !== asked) {
    see(asked);
    setText(asked);
  }
  return (
    <Input.Search
      className={className}
      placeholder={hint}
      aria-label={label}
      allowClear
      value={text}
      onChange={(event) => setText(event.target.value)}
      onSearch={(typed) => onSearch(typed.trim())}
    />
  );
}
