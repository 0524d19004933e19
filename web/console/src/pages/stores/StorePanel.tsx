import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { day } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Checkbox, Drawer, Form, Input, Select } from "antd";
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
    <Drawer open title={fresh ? say.add : say.edit} size={420} onClose={onClose}>
      {fresh ? (
        <Edit store={null} onDone={onClose} />
      ) : (
        <Region asked={asked}>
          {(store) => (
            <div className="store-panel">
              <Now id={id} />
              <Edit key={store.id} store={store} onDone={onClose} />
              {mayEdit && <SpecialDay id={id} />}
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
function weekOf(store: Store | null): { opens: string; closes: string; mixed: boolean } {
  const spans = store?.week.hours ?? [];
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

function Edit({ store, onDone }: { store: Store | null; onDone: () => void }) {
  const say = useWords(storeWords);
  const mayEdit = useMay("stores.edit");
  const regions = useAsk("GET /v1/stores/regions", {}, { staleTime: 300_000 });
  const act = useAct("PUT /v1/stores", { refresh: ["GET /v1/stores", "GET /v1/stores/{store_id}"], onDone });
  const from = store ?? NEW;
  const week = weekOf(store);
  const first: Fields = { ...from, region: from.region ?? "", opens: week.opens, closes: week.closes };
  const save = (fields: Fields) => act.mutate({ body: [openingOf(from, fields, week.mixed)] });
  return (
    <Form<Fields> layout="vertical" initialValues={first} requiredMark={false} disabled={!mayEdit} onFinish={save}>
      <Form.Item name="name" label={say.name} rules={[{ required: true, message: say.needName }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="code" label={say.code} extra={say.codeHint} rules={[{ required: true, message: say.needCode }]}>
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
      <div className="store-hours">
        <Form.Item name="opens" label={say.opens}><Input type="time" /></Form.Item>
        <Form.Item name="closes" label={say.closes}><Input type="time" /></Form.Item>
      </div>
      <p className="lk-2 store-note">{week.mixed ? say.weekMixed : say.weekHint}</p>
      {act.error && <ProblemNote of={act.error} />}
      {mayEdit && <Button type="primary" htmlType="submit" block loading={act.isPending}>{say.save}</Button>}
    </Form>
  );
}

interface DayFields {
  day: string;
  shut?: boolean;
  opens?: string;
  closes?: string;
  note?: string;
}

function SpecialDay({ id }: { id: string }) {
  const say = useWords(storeWords);
  const language = useLanguage();
  const [form] = Form.useForm<DayFields>();
  const act = useAct("PUT /v1/stores/days", { refresh: ["GET /v1/stores/{store_id}/openness"] });
  const shut = Form.useWatch("shut", form);
  const save = ({ day: on, shut: none, opens, closes, note }: DayFields) => {
    const spans = !none && opens && closes ? [{ opens, closes }] : [];
    act.mutate({ body: [{ store_id: id, day_on: on, hours: { spans }, note: note ?? "" }] });
  };
  return (
    <section>
      <h2>{say.days}</h2>
      <p className="lk-2 store-note">{say.daysHint}</p>
      <Form<DayFields> form={form} layout="vertical" requiredMark={false} onFinish={save}>
        <Form.Item name="day" label={say.day} rules={[{ required: true, message: say.needDay }]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="shut" valuePropName="checked">
          <Checkbox>{say.shut}</Checkbox>
        </Form.Item>
        {!shut && (
          <div className="store-hours">
            <Form.Item name="opens" label={say.opens} rules={[{ required: true, message: say.opens }]}><Input type="time" /></Form.Item>
            <Form.Item name="closes" label={say.closes} rules={[{ required: true, message: say.closes }]}><Input type="time" /></Form.Item>
          </div>
        )}
        <Form.Item name="note" label={say.note}>
          <Input maxLength={120} />
        </Form.Item>
        {act.error && <ProblemNote of={act.error} />}
        {act.isSuccess && <output className="store-saved">{say.daySaved(day(form.getFieldValue("day") as string, language))}</output>}
        <Button htmlType="submit" loading={act.isPending}>{say.setDay}</Button>
      </Form>
    </section>
  );
}
