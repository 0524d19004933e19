import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { call } from "@liuke/kit/call.ts";
import { onStale, useSeen } from "@liuke/kit/desk/seen.ts";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { Button, Drawer, Form, Input, Select } from "antd";
import { HoursFields } from "./HoursFields.tsx";
import { SpecialDays } from "./SpecialDays.tsx";
import type { Store } from "./Stores.tsx";
import { storeWords } from "./stores.words.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** A store beside the list: change it, and its special days. */
export function StorePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(storeWords);
  const fresh = id === "new";
  const mayEdit = useMay("stores.edit");
  const asked = useAsk("GET /v1/stores/{store_id}", { path: { store_id: id } }, { enabled: !fresh });
  return (
    <Drawer open title={fresh ? say.add : say.edit} size={420} mask={{ closable: false }} onClose={onClose}>
      {fresh ? (
        <Edit store={null} onDone={onClose} />
      ) : (
        <Region asked={asked}>
          {(store) => (
            <div className="store-panel">
              <Now id={id} />
              <Edit key={store.id} store={store} onDone={onClose} />
              <SpecialDays id={id} mayEdit={mayEdit} />
            </div>
          )}
        </Region>
      )}
    </Drawer>
  );
}

function Now({ id }: { id: string }) {
  const say = useWords(storeWords);
  const asked = useAsk("GET /v1/stores/{store_id}/openness", { path: { store_id: id } });
  if (!asked.data) return null;
  return <Mark tone={asked.data.open ? "good" : "plain"}>{asked.data.open ? say.nowOpen : say.nowShut}</Mark>;
}

interface Fields {
  code: string;
  name: string;
  address: string;
  region: string;
  state: Store["state"];
  opens: string;
  closes: string;
}

/** Return the one pair of hours of a week, and whether its days differ. */
function weekOf(store: From): { opens: string; closes: string; mixed: boolean } {
  const spans = store.week.hours ?? [];
  const [first] = spans;
  const same = spans.length === 1 && first?.weekdays.length === 7;
  return { opens: same ? first.opens.slice(0, 5) : "", closes: same ? first.closes.slice(0, 5) : "", mixed: spans.length > 0 && !same };
}

type From = Omit<Store, "id" | "region_path">;

const NEW: From = {
  code: "",
  name: "",
  address: "",
  region: null,
  brand: null,
  entity: null,
  state: "open",
  latitude: null,
  longitude: null,
  week: { hours: [] },
};

/** Return the store as it shall be; days that differ stay unless new hours were typed. */
function openingOf(from: From, fields: Fields, mixed: boolean) {
  const { opens, closes, ...typed } = fields;
  const hours = opens && closes ? [{ weekdays: EVERY_DAY, opens, closes }] : [];
  const { brand, entity, latitude, longitude } = from;
  const week = mixed && !opens ? from.week : { hours };
  const { code, name, address, state } = typed;
  return { brand, entity, latitude, longitude, week, state, code: code.trim(), name: name.trim(), address: address.trim(), region: typed.region || null };
}

function fieldsOf(from: From): Fields {
  const { opens, closes } = weekOf(from);
  return { ...from, region: from.region ?? "", opens, closes };
}

function Edit({ store, onDone }: { store: Store | null; onDone: () => void }) {
  const say = useWords(storeWords);
  const mayEdit = useMay("stores.edit");
  const [form] = Form.useForm<Fields>();
  const regions = useAsk("GET /v1/stores/regions", {}, { staleTime: 300_000 });
  const act = useAct("PUT /v1/stores", { refresh: ["GET /v1/stores", "GET /v1/stores/{store_id}"], onDone });
  const known = useEveryStore({ enabled: store === null }).data ?? [];
  const { seen, match, look } = useSeen<From, Fields>(store ?? NEW, form, {
    read: () => call("GET /v1/stores/{store_id}", { path: { store_id: store?.id ?? "" } }),
    fieldsOf,
    onLooked: act.reset,
  });
  const { mixed } = weekOf(seen);
  // A code that exists would change that store instead of opening one.
  const freeCode = (code: string) => {
    const taken = known.find((one) => one.code === code?.trim());
    return store === null && taken ? Promise.reject(new Error(say.takenCode(taken.name))) : Promise.resolve();
  };
  const save = (fields: Fields) => act.mutate({ body: [openingOf(seen, fields, mixed)], match });
  return (
    <Form<Fields> form={form} layout="vertical" initialValues={fieldsOf(seen)} requiredMark={false} disabled={!mayEdit} onFinish={save}>
      <Form.Item name="name" label={say.name} rules={[{ required: true, message: say.needName }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="code" label={say.code} extra={say.codeHint} rules={[{ required: true, message: say.needCode }, { validator: (_, code: string) => freeCode(code) }]}>
        <Input maxLength={40} readOnly={store !== null} />
      </Form.Item>
      <Form.Item name="address" label={say.address}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="region" label={say.region}>
        <Select options={[{ value: "", label: "—" }, ...(regions.data ?? []).map((one) => ({ value: one.code, label: one.name }))]} />
      </Form.Item>
      <Form.Item name="state" label={say.state}>
        <Select options={(["open", "planned", "closed"] as const).map((value) => ({ value, label: say[value] }))} />
      </Form.Item>
      <HoursFields />
      <p className="lk-2 store-note">{mixed ? say.weekMixed : say.weekHint}</p>
      {act.error && <ProblemNote of={act.error} onRetry={onStale(act.error, look)} />}
      {mayEdit && <Button type="primary" htmlType="submit" block loading={act.isPending}>{say.save}</Button>}
    </Form>
  );
}
