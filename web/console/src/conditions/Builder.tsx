import { CloseOutlined } from "@ant-design/icons";
import { Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Segmented, Select } from "antd";
import { useState } from "react";
import { useAsks, type Asks } from "./asks.ts";
import { buildWords } from "./build.words.ts";
import "./build.css";
import { DidFields, SequenceFields } from "./DeedRows.tsx";
import { FactFields } from "./FactFields.tsx";
import { FromDeeds } from "./FromDeeds.tsx";
import { BucketFields, SegmentField } from "./OtherRows.tsx";
import { RowNote, type Notes } from "./RowNote.tsx";
import { blank, isGroup, plain, turned, type Group, type Tree } from "./tree.ts";

interface Props {
  tree: Group;
  onChange: (tree: Group) => void;
  notes?: Notes;
}

const NO_NOTES: Notes = {};

/** A question about members, read as sentences; groups stand inside groups. */
export function Builder({ tree, onChange, notes = NO_NOTES }: Props) {
  const asks = useAsks("members");
  const say = useWords(buildWords);
  if (!asks) return <Waiting rows={3} height={32} />;
  return <Question tree={tree} asks={asks} empty={say.everybody} notes={notes} onChange={onChange} />;
}

/** A question that may ask what it is given; `empty` tells what it means without a row. */
export function Question({ tree, onChange, asks, empty, notes = NO_NOTES }: Props & { asks: Asks; empty: string }) {
  return <GroupRows place="0" group={tree} asks={asks} empty={empty} notes={notes} onChange={onChange} />;
}

interface GroupProps {
  place: string;
  group: Group;
  asks: Asks;
  empty?: string;
  notes: Notes;
  onChange: (group: Group) => void;
}

function GroupRows({ place, group, asks, empty = "", notes, onChange }: GroupProps) {
  const say = useWords(buildWords);
  const [asking, ask] = useState(false);
  const change = (at: number, node: Tree | null) =>
    onChange({ ...group, of: group.of.flatMap((old, i) => (i === at ? (node ? [node] : []) : [old])) });
  const put = (node: Tree) => onChange({ ...group, of: [...group.of, node] });
  const add = (kind: string) => (kind === "deeds" ? ask(true) : put(blank(kind, asks)));
  return (
    <div className="build-group" role="group" aria-label={`${say.group} ${place}`}>
      <Segmented<Group["kind"]>
        aria-label={say.how}
        value={group.kind}
        onChange={(kind) => onChange({ ...group, kind })}
        options={[{ value: "all", label: say.all }, { value: "any", label: say.any }]}
      />
      {group.of.length === 0 && <p className="lk-2 build-none">{empty}</p>}
      <ol className="build-rows">
        {group.of.map((node, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no other name
          <li key={at}>
            <Item place={`${place}.${at}`} node={node} asks={asks} notes={notes} onChange={(found) => change(at, found)} />
          </li>
        ))}
      </ol>
      <Select<string | null>
        className="build-add"
        aria-label={place === "0" ? say.add : say.addHere(place)}
        placeholder={say.add}
        value={null}
        onChange={(kind) => kind && add(kind)}
        options={asks.adds.map((kind) => ({ value: kind, label: labelFor(kind, asks, say) }))}
      />
      {asking && <FromDeeds onClose={() => ask(false)} onMade={(code) => put({ kind: "segment", code })} />}
    </div>
  );
}

function labelFor(kind: Asks["adds"][number], asks: Asks, say: (typeof buildWords)["zh"]): string {
  if (kind === "any") return say.nested;
  return kind === "fact" && asks.own.length > 0 ? say.factHere : say[kind];
}

interface ItemProps {
  place: string;
  node: Tree;
  asks: Asks;
  notes: Notes;
  onChange: (node: Tree | null) => void;
}

function Item({ place, node, asks, notes, onChange }: ItemProps) {
  const say = useWords(buildWords);
  const { inner, negated } = plain(node);
  const put = (found: Tree) => onChange(turned(found, negated));
  return (
    <div className={isGroup(inner) ? "build-item build-item-group" : "build-item"} data-node={place}>
      <Select
        className="build-not"
        aria-label={say.negate(place)}
        value={negated ? "not" : "is"}
        onChange={(how) => onChange(turned(inner, how === "not"))}
        options={[{ value: "is", label: say.is }, { value: "not", label: say.isNot }]}
      />
      <div className="build-fields">
        <Fields place={negated ? `${place}.0` : place} node={inner} asks={asks} notes={notes} onChange={put} />
      </div>
      <Button type="text" icon={<CloseOutlined aria-hidden />} aria-label={say.drop(place)} onClick={() => onChange(null)} />
      <RowNote place={place} leaf={negated ? `${place}.0` : place} notes={notes} />
    </div>
  );
}

type FieldsProps = Omit<ItemProps, "onChange"> & { onChange: (node: Tree) => void };

function Fields({ place, node, asks, notes, onChange }: FieldsProps) {
  const { facts, deeds } = asks;
  if (isGroup(node)) return <GroupRows place={place} group={node} asks={asks} notes={notes} onChange={onChange} />;
  if (node.kind === "fact") return <FactFields row={node} asks={asks} onChange={onChange} />;
  if (node.kind === "did") return <DidFields row={node} facts={facts} deeds={deeds} onChange={onChange} />;
  if (node.kind === "sequence") return <SequenceFields row={node} deeds={deeds} onChange={onChange} />;
  if (node.kind === "segment") return <SegmentField code={node.code} asks={asks} onChange={(code) => onChange({ kind: "segment", code })} />;
  if (node.kind === "bucket") return <BucketFields row={node} onChange={onChange} />;
  return <Item place={place} node={node} asks={asks} notes={notes} onChange={(found) => found && onChange(found)} />;
}
