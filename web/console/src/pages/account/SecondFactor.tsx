import { useAct } from "@liuke/kit/ask.ts";
import { Copied } from "@liuke/kit/desk/Copied.tsx";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { useMe } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Input, QRCode } from "antd";
import { accountWords } from "./account.words.ts";

/** Set an authenticator up: scan, type what it shows, done. */
export function SecondFactor() {
  const say = useWords(accountWords);
  const { second_factor: on } = useMe();
  const begin = useAct("POST /v1/me/second-factor");
  const prove = useAct("PUT /v1/me/second-factor", { refresh: ["GET /v1/me"], onDone: () => begin.reset() });
  const made = begin.data;
  return (
    <section className="card account-card">
      <h2>{say.factor}</h2>
      <Mark tone={on ? "good" : "warns"}>{on ? say.factorOn : say.factorOff}</Mark>
      {!made && (
        <Button loading={begin.isPending} onClick={() => begin.mutate({})}>
          {on ? say.factorAnew : say.factorStart}
        </Button>
      )}
      {begin.error && <ProblemNote of={begin.error} />}
      {made && (
        <>
          <p>{say.factorScan}</p>
          <div className="account-qr">
            <QRCode aria-label={say.qr} value={made.address} type="svg" size={200} color="#000000" bgColor="#ffffff" bordered={false} />
          </div>
          <p className="lk-2">
            {say.factorHand} <Copied text={made.secret} whole />
          </p>
          <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={({ code }) => prove.mutate({ body: { secret: made.secret, code } })}>
            <Form.Item name="code" label={say.factorCode} rules={[{ required: true, pattern: /^\d{6}$/, message: say.factorCode }]}>
              <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
            </Form.Item>
            {prove.error && <ProblemNote of={prove.error} />}
            <div className="page-acts">
              <Button type="primary" htmlType="submit" loading={prove.isPending}>{say.factorDone}</Button>
              <Button onClick={() => begin.reset()}>{say.cancel}</Button>
            </div>
          </Form>
        </>
      )}
    </section>
  );
}
