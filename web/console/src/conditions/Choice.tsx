import { useWords } from "@liuke/kit/scheme.tsx";
import { Select, type SelectProps } from "antd";
import type { Operation } from "../pages/members/facts.ts";
import { membersWords } from "../pages/members/members.words.ts";
import { operatorOf } from "../pages/members/told.ts";

interface Props {
  label: string;
  value: string;
  options: SelectProps<string>["options"];
  onChange: (value: string) => void;
}

/** One of many, found by typing. */
export function Choice({ label, value, options, onChange }: Props) {
  return (
    <Select<string>
      className="where-fact"
      aria-label={label}
      showSearch={{ optionFilterProp: "label" }}
      value={value}
      onChange={onChange}
      options={options}
    />
  );
}

interface OperatorProps {
  label: string;
  kind: string;
  operators: readonly { op: Operation }[];
  value: Operation;
  onChange: (op: Operation) => void;
}

/** How something is compared, in the words of its kind. */
export function OperatorChoice({ label, kind, operators, value, onChange }: OperatorProps) {
  const say = useWords(membersWords);
  return (
    <Select<Operation>
      className="where-op"
      aria-label={label}
      value={value}
      onChange={onChange}
      options={operators.map((one) => ({ value: one.op, label: operatorOf(one.op, kind, say) }))}
    />
  );
}
