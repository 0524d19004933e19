import { useAct } from "@liuke/kit/ask.ts";
import { Empty, ProblemNote } from "@liuke/kit/notes.tsx";
import { useLook, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { signInWords } from "../sign_in/sign_in.words.ts";
import { staffWords } from "./staff.words.ts";
import "../sign_in/sign_in.css";

/** Take the one-time token out of the address, so that it does not stay in the history. */
function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
  if (token) history.replaceState(null, "", location.pathname);
  return token;
}

/** Whoever was invited sets a password and is signed in. */
export default function Accept() {
  const say = useWords(staffWords);
  const door = useWords(signInWords);
  const { language, setLanguage } = useLook();
  const [token] = useState(takeToken);
  const act = useAct("POST /v1/acceptances", { onDone: () => location.assign("/console/") });
  return (
    <main className="sign-in">
      <Button type="text" onClick={() => setLanguage(language === "en" ? "zh-CN" : "en")}>{door.language}</Button>
      <section className="card">
        <h1>{say.acceptTitle}</h1>
        {token === "" ? (
          <Empty title={say.noToken} />
        ) : (
          <Form<{ password: string }> layout="vertical" requiredMark={false} onFinish={({ password }) => act.mutate({ body: { token, password } })}>
            <Form.Item name="password" label={say.password} extra={say.acceptHint} rules={[{ required: true, message: say.needPassword }]}>
              <Input.Password autoComplete="new-password" autoFocus />
            </Form.Item>
            {act.error && <ProblemNote of={act.error} />}
            <Button type="primary" htmlType="submit" block loading={act.isPending}>{say.enter}</Button>
          </Form>
        )}
      </section>
    </main>
  );
}
