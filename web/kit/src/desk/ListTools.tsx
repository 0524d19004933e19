/** What stands at the right over a list: which columns, and the rows as a file. */

import { DownloadOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Checkbox, Dropdown, Popover, Segmented, Tooltip } from "antd";
import type { ReactNode } from "react";
import { count } from "../formats.ts";
import { useWords } from "../scheme.tsx";
import { useAddress } from "./address.ts";
import type { Column } from "./columns.ts";
import { csvOf, download } from "./csv.ts";
import { DENSITIES, type Density } from "./density.ts";
import { deskWords } from "./desk.words.ts";
import { TakeClear, TAKING, type Clear } from "./TakeClear.tsx";
import { useRoomForColumns } from "./wide.ts";

/** Choose the columns behind the first. */
export function ColumnChooser<T>(props: {
  columns: readonly Column<T>[];
  keys: readonly string[];
  onChoose: (keys: string[]) => void;
  children: ReactNode;
}) {
  const say = useWords(deskWords);
  const options = props.columns.slice(1).map((one) => ({ value: one.key, label: one.title }));
  const content = (
    <div className="list-looks">
      <Checkbox.Group
        className="list-columns"
        options={options}
        value={[...props.keys]}
        onChange={(found) => props.onChoose(found.map(String))}
      />
      {props.children}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button icon={<SettingOutlined aria-hidden />}>{say.columns}</Button>
    </Popover>
  );
}

/** Choose how close the rows stand; a phone shows cards, which stand as they are. */
export function DensityChooser({ of, onChoose }: { of: Density; onChoose: (wanted: Density) => void }) {
  const say = useWords(deskWords);
  if (!useRoomForColumns()) return null;
  return (
    <Segmented
      aria-label={say.density}
      value={of}
      options={DENSITIES.map((value) => ({ value, label: say[value] }))}
      onChange={onChoose}
    />
  );
}

interface ExportProps<T> {
  name: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  shown: readonly Column<T>[];
  clear?: Clear<T> | undefined;
}

function saveAs<T>(name: string, columns: readonly Column<T>[], rows: readonly T[]): void {
  const told = columns.filter((one) => one.text);
  download(`${name}.csv`, csvOf(told.map((one) => one.title), rows.map((row) => told.map((one) => one.text?.(row) ?? ""))));
}

/** Save the rows that came so far as CSV, or all of them in clear where somebody may ask for that. */
export function Export<T>({ name, rows, columns, shown, clear }: ExportProps<T>) {
  const say = useWords(deskWords);
  const { set } = useAddress();
  const hint = say.exportHint(count(rows.length));
  const save = () => saveAs(name, shown, rows);
  const button = (onClick?: () => void) => (
    <Button icon={<DownloadOutlined aria-hidden />} disabled={rows.length === 0} onClick={onClick}>{say.export}</Button>
  );
  if (!clear) return <Tooltip title={hint}>{button(save)}</Tooltip>;
  const items = [
    { key: "masked", label: hint, onClick: save },
    { key: "clear", label: say.exportClear(count(clear.most)), onClick: () => set({ [TAKING]: String(clear.most) }, { push: true }) },
  ];
  const leaving = columns.filter((one) => shown.includes(one) || clear.with.includes(one.key));
  return (
    <>
      <Dropdown trigger={["click"]} menu={{ items }} disabled={rows.length === 0}>{button()}</Dropdown>
      <TakeClear clear={clear} onTaken={(taken) => saveAs(name, leaving, taken)} />
    </>
  );
}
