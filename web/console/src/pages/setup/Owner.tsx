import { useAct } from "@liuke/kit/ask.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { Link, useLocation, useNavigate } from "react-router";
import { forget, type Typed } from "./kept.ts";
import { setupWords } from "./setup.words.ts";
import { strengthOf } from "./strength.ts";

interface Fields {
  name: string;
  sign_in: string;
  password: string;
}

/** Who the owner is; afterwards the shop exists and they are signed in. */
export function Owner(props: { token: string; typed: Typed; keep: (more: Partial<Typed>) => void }) {
  const { token, typed, keep } = props;
  const say = useWords(setupWords);
  const go = useNavigate();
  const { hash } = useLocation();
  const [password, setPassword] = useState("");
  const open = useAct("POST /v1/setups", {
    refresh: ["GET /v1/setups/state", "GET /v1/me"],
    onDone: () => {
      forget();
      void go("/setup?step=programme", { replace: true });
    },
  });
  const strength = strengthOf(password, [typed.shop, typed.sign_in, typed.name]);
  const submit = (made: Fields) =>
    open.mutate({
      body: {
        token,
        shop: typed.shop.trim(),
        currency: typed.currency,
        time_zone: typed.zone,
        store: { name: typed.store.trim(), code: typed.code.trim() || "1" },
        name: made.name.trim(),
        sign_in: made.sign_in.trim(),
        password: made.password,
      },
    });
  return (
    <section className="card">
      <h2>{say.owner}</h2>
      <p className="lk-2">{say.ownerHint}</p>
      <Form<Fields>
        layout="vertical"
        requiredMark={false}
        initialValues={typed}
        onFinish={submit}
        onValuesChange={({ password: made, ...rest }: Partial<Fields>) => {
          if (made !== undefined) setPassword(made);
          keep(rest);
        }}
      >
        <Form.Item name="name" label={say.name} rules={[{ required: true, whitespace: true, message: say.needName }]}>
          <Input autoComplete="name" maxLength={100} />
        </Form.Item>
        <Form.Item
          name="sign_in"
          label={say.signIn}
          extra={say.signInHint}
          validateTrigger="onBlur"
          rules={[{ required: true, pattern: /^\s*[a-z0-9][a-z0-9._+@-]+\s*$/, message: say.badSignIn }]}
        >
          <Input autoComplete="username" autoCapitalize="none" maxLength={100} />
        </Form.Item>
        <Form.Item
          name="password"
          label={say.password}
          validateTrigger="onBlur"
          rules={[{ required: true, min: 8, message: say.short }]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} aria-describedby="strength" />
        </Form.Item>
        <p id="strength" className={`strength strength-${strength}`} aria-live="polite">
          {password !== "" && <span aria-hidden className="strength-bar" />}
          {password !== "" && say[strength]}
        </p>
        {open.error && (
          <div className="setup-refused">
            {open.error.code === "ticket_spent" ? <p className="lk-note" role="alert">{say.spent}</p> : <ProblemNote of={open.error} />}
          </div>
        )}
        <div className="page-acts">
          <Link to={`/setup?step=shop${hash}`}>
            <Button>{say.back}</Button>
          </Link>
          <Button type="primary" htmlType="submit" loading={open.isPending}>
            {say.make}
          </Button>
        </div>
      </Form>
    </section>
  );
}
