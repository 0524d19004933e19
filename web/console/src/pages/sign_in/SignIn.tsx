import { useAct } from "@liuke/kit/ask.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLook, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import "./sign_in.css";
import { signInWords } from "./sign_in.words.ts";
import { TAKES_PASSKEYS, WithPasskey } from "./WithPasskey.tsx";

interface Fields {
  sign_in: string;
  password: string;
  code?: string;
}

/** Return where to go after signing in: a page of console or till, never another site's. */
function nextOf(given: string | null): string {
  return given && /^\/(console|till)(\/|$)/.test(given) ? given : "/console/";
}

/** Sign in with name, password and, where it is set up, a one-time code. */
export default function SignIn() {
  const say = useWords(signInWords);
  const { language, setLanguage } = useLook();
  const [query] = useSearchParams();
  const [coded, setCoded] = useState(false);
  const goOn = () => location.assign(nextOf(query.get("next")));
  const enter = useAct("POST /v1/sessions", { onDone: goOn });
  const needsCode = coded || enter.error?.code === "code_needed";
  const submit = ({ sign_in, password, code }: Fields) => {
    if (needsCode) setCoded(true);
    enter.mutate({ body: { sign_in: sign_in.trim(), password, ...(code ? { code } : {}) } });
  };
  return (
    <main className="sign-in">
      <Button type="text" onClick={() => setLanguage(language === "en" ? "zh-CN" : "en")}>
        {say.language}
      </Button>
      <section className="card">
        <h1>{say.title}</h1>
        <Form<Fields> layout="vertical" onFinish={submit} requiredMark={false}>
          <Form.Item name="sign_in" label={say.name} rules={[{ required: true, message: say.needName }]}>
            <Input autoComplete="username" autoCapitalize="none" />
          </Form.Item>
          <Form.Item name="password" label={say.password} rules={[{ required: true, message: say.needPassword }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {needsCode && (
            <Form.Item name="code" label={say.code} extra={say.codeHint}>
              <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
            </Form.Item>
          )}
          {enter.error && enter.error.code !== "code_needed" && <ProblemNote of={enter.error} />}
          <Button type="primary" htmlType="submit" block loading={enter.isPending}>
            {say.act}
          </Button>
        </Form>
        {TAKES_PASSKEYS && <WithPasskey onDone={goOn} />}
        <p className="lk-2">{say.forgotten}</p>
      </section>
    </main>
  );
}
