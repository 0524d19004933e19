/** What is copied whole: an id in short, and a secret that is shown once. */

import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { useState, type ReactNode } from "react";
import { shortId } from "../formats.ts";
import { kitWords } from "../kit.words.ts";
import { useWords } from "../scheme.tsx";
import "./mark.css";

/** Show a text with a button that copies it; an id is shown in short. */
export function Copied({ text, whole = false }: { text: string; whole?: boolean }) {
  const say = useWords(kitWords);
  const [done, setDone] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setDone(true));
  };
  return (
    <span className="copied">
      <code className="lk-code" title={text}>
        {whole ? text : shortId(text)}
      </code>
      <button type="button" aria-label={done ? say.copied : say.copyText} title={done ? say.copied : say.copyText} onClick={copy}>
        {done ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
      </button>
    </span>
  );
}

/** Show a secret that no one can read again later. */
export function Once({ text, children }: { text: string; children: ReactNode }) {
  return (
    <output className="once">
      <span>{children}</span>
      <Copied text={text} whole />
    </output>
  );
}
