import { useWords } from "@liuke/kit/scheme.tsx";
import { Form, Input } from "antd";
import { useId } from "react";
import { segmentsWords } from "./segments.words.ts";

export interface Named {
  code: string;
  name: string;
  name_zh: string;
}

const CODE = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** Return whether a segment can be made under these names. */
export function isNamed({ code, name, name_zh }: Named): boolean {
  return CODE.test(code) && name.trim() !== "" && name_zh.trim() !== "";
}

/** The code and both names of a segment to be made. */
export function NameFields({ named, onChange }: { named: Named; onChange: (named: Named) => void }) {
  const say = useWords(segmentsWords);
  const id = useId();
  return (
    <>
      <Form.Item label={say.nameZh} htmlFor={`${id}-zh`}>
        <Input id={`${id}-zh`} value={named.name_zh} maxLength={100} onChange={(event) => onChange({ ...named, name_zh: event.target.value })} />
      </Form.Item>
      <Form.Item label={say.nameEn} htmlFor={`${id}-en`}>
        <Input id={`${id}-en`} value={named.name} maxLength={100} onChange={(event) => onChange({ ...named, name: event.target.value })} />
      </Form.Item>
      <Form.Item label={say.code} htmlFor={`${id}-code`} extra={say.codeHint}>
        <Input id={`${id}-code`} className="lk-code" value={named.code} maxLength={40} onChange={(event) => onChange({ ...named, code: event.target.value.toLowerCase() })} />
      </Form.Item>
    </>
  );
}
