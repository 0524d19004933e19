/** What stands at the right over a list: which columns, and the rows as a file. */

import { DownloadOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Checkbox, Popover, Segmented, Tooltip } from "antd";
import type { ReactNode } from "react";
import { count } from "../formats.ts";
import { useWords } from "../scheme.tsx";
import type { Column } from "./columns.ts";
import { csvOf, download } from "./csv.ts";
import { DENSITIES, type Density } from "./density.ts";
import { deskWords } from "./desk.words.ts";
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

/** Save the rows that came so far as CSV. */
export function Export<T>(props: { name: string; rows: T[]; columns: readonly Column<T>[] }) {
  const say = useWords(deskWords);
  const { name, rows, columns } = props;
  const save = () => {
    const told = columns.filter((one) => one.text);
    download(`${name}.csv`, csvOf(told.map((one) => one.title), rows.map((row) => told.map((one) => one.text?.(row) ?? ""))));
  };
  return (
    <Tooltip title={say.exportHint(count(rows.length))}>
      <Button icon={<DownloadOutlined aria-hidden />} disabled={rows.length === 0} onClick={save}>
        {say.export}
      </Button>
    </Tooltip>
  );
}
