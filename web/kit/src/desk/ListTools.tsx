/** What stands at the right over a list: which columns, and the rows as a file. */

import { DownloadOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Checkbox, Popover, Tooltip } from "antd";
import { count } from "../formats.ts";
import { useWords } from "../scheme.tsx";
import type { Column } from "./columns.ts";
import { csvOf, download } from "./csv.ts";
import { deskWords } from "./desk.words.ts";

/** Choose the columns behind the first. */
export function ColumnChooser<T>(props: {
  columns: readonly Column<T>[];
  keys: readonly string[];
  onChoose: (keys: string[]) => void;
}) {
  const say = useWords(deskWords);
  const options = props.columns.slice(1).map((one) => ({ value: one.key, label: one.title }));
  const content = (
    <Checkbox.Group
      className="list-columns"
      options={options}
      value={[...props.keys]}
      onChange={(found) => props.onChoose(found.map(String))}
    />
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button icon={<SettingOutlined aria-hidden />}>{say.columns}</Button>
    </Popover>
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
