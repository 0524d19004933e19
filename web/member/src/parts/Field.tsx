import { useWords } from "@liuke/kit/scheme.tsx";
import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from "react";
import { shellWords } from "../shell/shell.words.ts";

interface Given extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  fault?: string | undefined;
  optional?: boolean;
  side?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

/** A labelled field; what is wrong with it stands below it. */
export function Field(props: Given) {
  const { label, onChange, hint, fault, optional, side, ...rest } = props;
  const say = useWords(shellWords);
  const id = useId();
  return (
    <div className="m-field">
      <label htmlFor={id}>
        {label}
        {optional && <small> {say.optional}</small>}
      </label>
      <div className="m-row">
        <input
          id={id}
          {...rest}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault || hint ? `${id}-note` : undefined}
        />
        {side}
      </div>
      {(fault || hint) && (
        <p id={`${id}-note`} className={fault ? "m-fault" : "lk-2"}>
          {fault ?? hint}
        </p>
      )}
    </div>
  );
}

/** A box to tick, its label beside it and as easy to hit. */
export function Tick(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
  disabled?: boolean;
}) {
  const { checked, onChange, children, disabled } = props;
  return (
    <label className="m-tick">
      <input
        type="checkbox" checked={checked} disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
