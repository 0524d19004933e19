import { useAsk } from "@liuke/kit/ask.ts";
import { roleWords } from "@liuke/kit/desk/rights.words.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { Form, Select } from "antd";
import { staffWords } from "./staff.words.ts";

const ROLES = ["guide", "manager", "service", "operations", "auditor", "owner"] as const;

export interface Work {
  role: (typeof ROLES)[number];
  region?: string | null;
  stores?: string[];
}

/** Return what somebody does and where, as the server takes it; an owner is there for every store. */
export function workOf({ role, region, stores }: Work) {
  if (role === "owner") return { role, region: null, store_ids: null };
  return { role, region: region || null, store_ids: !region && stores?.length ? stores : null };
}

/** What somebody does, and where: in a region, in some stores, or everywhere. */
export function WorkFields() {
  const say = useWords(staffWords);
  const roles = useWords(roleWords);
  const stores = useEveryStore();
  const regions = useAsk("GET /v1/stores/regions", {}, { staleTime: 300_000 });
  const region = Form.useWatch<string | null | undefined>("region");
  const somewhere = Form.useWatch<Work["role"] | undefined>("role") !== "owner";
  return (
    <>
      <Form.Item name="role" label={say.role} rules={[{ required: true, message: say.needRole }]}>
        <Select options={ROLES.map((value) => ({ value, label: roles[value] }))} />
      </Form.Item>
      {somewhere && (regions.data ?? []).length > 0 && (
        <Form.Item name="region" label={say.inRegion}>
          <Select allowClear options={(regions.data ?? []).map((one) => ({ value: one.code, label: one.name }))} />
        </Form.Item>
      )}
      {somewhere && !region && (
        <Form.Item name="stores" label={say.stores} extra={say.storesHint}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            options={(stores.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          />
        </Form.Item>
      )}
    </>
  );
}
