import { useAddress } from "@liuke/kit/desk/address.ts";
import { minorIn } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { DatePicker, InputNumber, Segmented, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import "dayjs/locale/zh-cn";
import { useStores } from "../members/names.ts";
import type { Parameter, Report, ReportAnswer } from "./asking.ts";
import { reportWords } from "./reports.words.ts";

const COMPARE = ["", "before", "year", "store"] as const;

interface Props {
  report: Report;
  answer: ReportAnswer | undefined;
}

/** What a report is asked with; it lives in the address. */
export function Controls({ report, answer }: Props) {
  const say = useWords(reportWords);
  const inTime = report.parameters.some((one) => one.name === "since_on");
  if (report.parameters.length === 0 && !report.by_store) return null;
  return (
    <section className="card rp-controls" aria-label={say.asked}>
      {report.parameters.map((one) => <Control key={one.name} of={one} answer={answer} />)}
      {(inTime || report.by_store) && <Compare report={report} inTime={inTime} />}
    </section>
  );
}

function Control({ of, answer }: { of: Parameter; answer: ReportAnswer | undefined }) {
  const language = useLanguage();
  const { get, set } = useAddress();
  const label = language === "en" ? of.label : of.label_zh;
  const said = get(of.name) || String(answer?.parameters[of.name] ?? of.default ?? "");
  const say = (value: string) => set({ [of.name]: value }, { push: true });
  if (of.kind === "stores") return <Stores label={label} />;
  if (of.kind === "choice") {
    return (
      <Segmented
        aria-label={label}
        value={said}
        onChange={say}
        options={of.choices.map((one) => ({ value: one.code, label: language === "en" ? one.label : one.label_zh }))}
      />
    );
  }
  return (
    <label className="rp-field">
      <span>{label}</span>
      {of.kind === "date" ? (
        <Day of={of} said={said} answer={answer} onSay={say} />
      ) : (
        <Figure key={said} of={of} said={Number(said)} onSay={say} />
      )}
    </label>
  );
}

/** One end of the period; the other end bounds it, and who clears it has the default again. */
function Day({ of, said, answer, onSay }: { of: Parameter; said: string; answer: ReportAnswer | undefined; onSay: (value: string) => void }) {
  const { get } = useAddress();
  const other = of.name === "since_on" ? "until_on" : "since_on";
  const bound = get(other) || String(answer?.parameters[other] ?? "");
  const day = dayjs(said);
  const beyond = (one: Dayjs) => bound !== "" && (of.name === "since_on" ? one.isAfter(bound, "day") : one.isBefore(bound, "day"));
  return (
    <DatePicker
      className="rp-day"
      value={said && day.isValid() ? day : null}
      disabledDate={beyond}
      onChange={(chosen) => onSay(chosen ? chosen.format("YYYY-MM-DD") : "")}
    />
  );
}

/** A number is asked with once it is typed and left, not at each key. */
function Figure({ of, said, onSay }: { of: Parameter; said: number; onSay: (value: string) => void }) {
  const { currency } = usePlace();
  const part = of.kind === "money" ? minorIn(currency) : 1;
  const limits = { min: (of.least ?? 0) / part, ...(of.most === null ? {} : { max: of.most / part }) };
  const leave = (text: string) => {
    const value = Math.round(Number(text.replaceAll(",", "")) * part);
    if (Number.isFinite(value) && value !== said) onSay(String(Math.min(of.most ?? value, Math.max(of.least ?? 0, value))));
  };
  return (
    <InputNumber
      {...limits}
      defaultValue={said / part}
      onBlur={(event) => leave(event.target.value)}
      onPressEnter={(event) => leave(event.currentTarget.value)}
    />
  );
}

function Stores({ label }: { label: string }) {
  const say = useWords(reportWords);
  const { get, set } = useAddress();
  const { stores } = useStores();
  return (
    <Select
      className="rp-stores"
      mode="multiple"
      maxTagCount="responsive"
      allowClear
      aria-label={label}
      placeholder={say.allStores}
      showSearch={{ optionFilterProp: "label" }}
      value={get("stores").split(",").filter(Boolean)}
      onChange={(wanted: string[]) => set({ stores: wanted.join(",") }, { push: true })}
      options={stores.map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}

function Compare({ report, inTime }: { report: Report; inTime: boolean }) {
  const say = useWords(reportWords);
  const { get, set } = useAddress();
  const { stores } = useStores();
  const words = { "": say.none, before: say.before, year: say.year, store: say.store };
  const offered = COMPARE.filter((one) => one === "" || (one === "store" ? report.by_store && stores.length > 1 : inTime));
  return (
    <>
      <label className="rp-field">
        <span>{say.compare}</span>
        <Select
          className="rp-compare"
          value={COMPARE.find((one) => one === get("compare")) ?? ""}
          onChange={(wanted: string) => set({ compare: wanted, against: null }, { push: true })}
          options={offered.map((value) => ({ value, label: words[value] }))}
        />
      </label>
      {get("compare") === "store" && (
        <Select
          className="rp-stores"
          aria-label={say.against}
          placeholder={say.against}
          showSearch={{ optionFilterProp: "label" }}
          value={get("against") || null}
          onChange={(wanted: string) => set({ against: wanted }, { push: true })}
          options={stores.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
    </>
  );
}
