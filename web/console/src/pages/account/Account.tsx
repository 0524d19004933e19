import { useAct } from "@liuke/kit/ask.ts";
import { Facts } from "@liuke/kit/desk/Facts.tsx";
import { isRole, roleWords } from "@liuke/kit/desk/rights.words.ts";
import { count } from "@liuke/kit/formats.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Input } from "antd";
import { Passkeys } from "./Passkeys.tsx";
import { SecondFactor } from "./SecondFactor.tsx";
import { Sessions } from "./Sessions.tsx";
import { accountWords } from "./account.words.ts";
import "./account.css";

/** Who is signed in, how they sign in, and where they are signed in. */
export default function Account() {
  const say = useWords(accountWords);
  return (
    <section className="page">
      <h1>{say.title}</h1>
      <div className="account">
        <div className="account-side">
          <Who />
          <SecondFactor />
          <Passkeys />
        </div>
        <Password />
      </div>
      <Sessions />
    </section>
  );
}

function Who() {
  const say = useWords(accountWords);
  const roles = useWords(roleWords);
  const me = useMe();
  return (
    <section className="card account-card">
      <h2>{say.who}</h2>
      <Facts
        of={[
          [say.name, me.name],
          [say.signIn, me.sign_in],
          [say.role, isRole(me.role) ? roles[me.role] : me.role],
          [say.shop, me.merchant?.name ?? "—"],
          [say.scope, me.stores === null ? say.wholeShop : say.someStores(count(me.stores.length))],
        ]}
      />
    </section>
  );
}

interface Fields {
  current: string;
  password: string;
  again: string;
}

function Password() {
  const say = useWords(accountWords);
  const [form] = Form.useForm<Fields>();
  const act = useAct("PUT /v1/me/password", { refresh: ["GET /v1/me/sessions"], onDone: () => form.resetFields() });
  const rules = [{ required: true, message: say.needPassword }];
  const same = ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
    validator: (_: unknown, value: string) =>
      !value || value === getFieldValue("password") ? Promise.resolve() : Promise.reject(new Error(say.differs)),
  });
  return (
    <section className="card account-card">
      <h2>{say.password}</h2>
      <p className="lk-2">{say.passwordHint}</p>
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        onFinish={({ current, password }) => act.mutate({ body: { current, password } })}
      >
        <Form.Item name="current" label={say.current} rules={rules}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="password" label={say.fresh} rules={rules}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="again" label={say.again} dependencies={["password"]} rules={[...rules, same]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {act.error && <ProblemNote of={act.error} />}
        {act.isSuccess && <output className="account-done">{say.changed}</output>}
        <Button htmlType="submit" loading={act.isPending}>{say.change}</Button>
      </Form>
    </section>
  );
}
