import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Field } from "../../parts/Field.tsx";
import { joinWords } from "./join.words.ts";
import type { useCode } from "./useCode.ts";

/** The button that sends a code: it shows its work, then the seconds until it may be used again. */
export function SendCode(props: { code: ReturnType<typeof useCode>; phone: string; plain?: boolean }) {
  const { code, phone, plain = false } = props;
  const say = useWords(joinWords);
  const busy = code.share !== null;
  const word = busy
    ? code.share === 1
      ? say.sending
      : say.working(Math.floor((code.share ?? 0) * 100))
    : code.wait > 0
      ? say.inSeconds(code.wait)
      : code.sent
        ? say.again
        : say.send;
  return (
    <button
      type="button" className={plain ? "m-button m-plain" : "m-button"} disabled={busy || code.wait > 0}
      onClick={() => void code.send(phone)}
    >
      {word}
    </button>
  );
}

/** Put the cursor where the code goes as soon as the field appears: there is nothing else to do. */
function focused(input: HTMLInputElement | null) {
  input?.focus();
}

/** The code that was sent; it may be pasted, and a phone offers it by itself. */
export function CodeField(props: {
  code: ReturnType<typeof useCode>;
  phone: string;
  value: string;
  onChange: (value: string) => void;
  fault?: string | undefined;
}) {
  const { code, phone, value, onChange, fault } = props;
  const say = useWords(joinWords);
  return (
    <>
      <Field
        label={say.code} value={value} hint={say.codeHint} fault={fault}
        onChange={(text) => onChange(text.normalize("NFKC").replace(/\D/g, "").slice(0, 6))}
        inputMode="numeric" autoComplete="one-time-code" ref={focused}
        side={<SendCode code={code} phone={phone} plain />}
      />
      {code.error && <ProblemNote of={code.error} />}
    </>
  );
}
