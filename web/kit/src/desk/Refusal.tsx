/** A refusal of which only the code came: what it says in the reader's language, the code beside it. */

import { REFUSALS } from "@liuke/client/refusals.ts";
import { kitWords } from "../kit.words.ts";
import { useLanguage, useWords } from "../scheme.tsx";
import "./mark.css";

interface Props {
  code: string;
  /** The field it is about, and the reason, where there is one. */
  field?: string;
  reason?: string;
  reasonZh?: string;
}

/** Say a refusal; a code that no catalogue knows stands alone. */
export function Refusal({ code, field = "", reason = "", reasonZh = reason }: Props) {
  const say = useWords(kitWords);
  const english = useLanguage() === "en";
  const title = REFUSALS[code]?.[english ? 1 : 0];
  const why = english ? reason : reasonZh;
  return (
    <span className="refusal">
      {title}
      {(field || why) && (
        <span className="lk-2">{[field && say.field(field), why].filter(Boolean).join(say.colon)}</span>
      )}
      <CodeNote code={code} />
    </span>
  );
}

/** Show a refusal's code, small, for whoever helps. */
export function CodeNote({ code }: { code: string }) {
  return code ? <code className="lk-code refusal-code">{code}</code> : null;
}
