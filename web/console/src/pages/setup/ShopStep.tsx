import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Input, Select } from "antd";
import { useMemo } from "react";
import { useLocation, useNavigate } from "react-router";
import type { Typed } from "./kept.ts";
import { setupWords } from "./setup.words.ts";

const CURRENCIES = ["CNY", "HKD", "TWD", "MOP", "SGD", "MYR", "JPY", "KRW", "THB", "USD", "EUR", "GBP", "AUD", "CAD"];

interface ShopStepProps {
  typed: Typed;
  keep: (more: Partial<Typed>) => void;
  /** Whether the shop has sold already: its money and its days stay. */
  stays: boolean;
}

/** What the shop is called, where it is, and its first store. */
export function ShopStep({ typed, keep, stays }: ShopStepProps) {
  const say = useWords(setupWords);
  const language = useLanguage();
  const go = useNavigate();
  const { hash } = useLocation();
  const zones = useMemo(
    () => [...new Set([typed.zone, ...Intl.supportedValuesOf("timeZone")])].map((value) => ({ value, label: value })),
    [typed.zone],
  );
  const currencies = useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: "currency" });
    return [...new Set([typed.currency, ...CURRENCIES])].map((value) => ({ value, label: `${value} ${names.of(value) ?? ""}` }));
  }, [language, typed.currency]);
  const next = (made: Partial<Typed>) => {
    keep(made);
    void go(`/setup?step=owner${hash}`);
  };
  return (
    <section className="card">
      <h2>{say.shop}</h2>
      <p className="lk-2">{say.shopHint}</p>
      <Form<Typed>
        layout="vertical"
        requiredMark={false}
        initialValues={typed}
        onFinish={next}
        onValuesChange={(made: Partial<Typed>) => keep(made)}
      >
        <Form.Item name="shop" label={say.shopName} rules={[{ required: true, whitespace: true, message: say.needShop }]}>
          <Input placeholder={say.shopExample} maxLength={100} />
        </Form.Item>
        <div className="setup-pair">
          <Form.Item name="currency" label={say.currency} extra={stays ? say.stays : undefined}>
            <Select disabled={stays} options={currencies} showSearch={{ optionFilterProp: "label" }} />
          </Form.Item>
          <Form.Item name="zone" label={say.zone}>
            <Select disabled={stays} options={zones} showSearch />
          </Form.Item>
        </div>
        <div className="setup-pair">
          <Form.Item name="store" label={say.store} rules={[{ required: true, whitespace: true, message: say.needStore }]}>
            <Input placeholder={say.storeExample} maxLength={100} />
          </Form.Item>
          <Form.Item name="code" label={say.storeCode} extra={say.storeCodeHint}>
            <Input maxLength={20} />
          </Form.Item>
        </div>
        <Button type="primary" htmlType="submit">
          {say.toOwner}
        </Button>
      </Form>
    </section>
  );
}
