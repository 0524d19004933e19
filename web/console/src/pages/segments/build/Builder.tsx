import { CloseOutlined } from "@ant-design/icons";
import { useAsk } from "@liuke/kit/ask.ts";
import { Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Segmented, Select } from "antd";
import { useFacts, type Facts } from "../../members/facts.ts";
import { buildWords } from "./build.words.ts";
import "./build.css";
import { DidFields, SequenceFields } from "./DeedRows.tsx";
import { FactFields } from "./FactFields.tsx";
import { BucketFields, SegmentField } from "./OtherRows.tsx";
import { RowNote, type Notes } from "./RowNote.tsx";
import { blank, isGroup, plain, turned, type Deed, type Group, type Tree } from "./tree.ts";

interface Props {
  tree: Group;
  onChange: (tree: Group) => void;
  notes?: Notes;
}

const NO_NOTES: Notes = {};

export interface Words {
  facts: Facts;
  deeds: readonly Deed[];
}

/** A question about members, read as sentences; groups stand inside groups. */
export function Builder({ tree, onChange, notes = NO_NOTES }: Props) {
  const facts = useFacts().data;
  const deeds = useAsk("GET /v1/deeds", {}, { staleTime: 300_000 }).data;
  if (!facts || !deeds) return <Waiting rows={3} height={32} />;
  return <GroupRows place="0" group={tree} words={{ facts, deeds }} notes={notes} onChange={onChange} />;
}

interface GroupProps {
  place: string;
  group: Group;
  words: Words;
  notes: Notes;
  onChange: (group: Group) => void;
}

const ADDED = ["fact", "did", "sequence", "segment", "bucket", "any"] as const;

function GroupRows({ place, group, words, notes, onChange }: GroupProps) {
  const say = useWords(buildWords);
  const change = (at: number, node: Tree | null) =>
    onChange({ ...group, of: group.of.flatMap((old, i) => (i === at ? (node ? [node] : []) : [old])) });
  const add = (kind: string) => onChange({ ...group, of: [...group.of, blank(kind, words.facts, words.deeds)] });
  return (
    <div className="build-group" role="group" aria-label={`${say.group} ${place}`}>
      <Segmented<Group["kind"]>
        aria-label={say.how}
        value={group.kind}
        onChange={(kind) => onChange({ ...group, kind })}
        options={[{ value: "all", label: say.all }, { value: "any", label: say.any }]}
      />
      {group.of.length === 0 && <p className="lk-2 build-none">{place === "0" ? say.everybody : ""}</p>}
      <ol className="build-rows">
        {group.of.map((node, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no other name
          <li key={at}>
            <Item place={`${place}.${at}`} node={node} words={words} notes={notes} onChange={(found) => change(at, found)} />
          </li>
        ))}
      </ol>
      <Select<string | null>
        className="build-add"
        aria-label={place === "0" ? say.add : say.addHere(place)}
        placeholder={say.add}
        value={null}
        onChange={(kind) => kind && add(kind)}
        options={ADDED.map((kind) => ({ value: kind, label: kind === "any" ? say.nested : say[kind] }))}
      />
    </div>
  );
}

interface ItemProps {
  place: string;
  node: Tree;
  words: Words;
  notes: Notes;
  onChange: (node: Tree | null) => void;
}

function Item({ place, node, words, notes, onChange }: ItemProps) {
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
        <Fields place={negated ? `${place}.0` : place} node={inner} words={words} notes={notes} onChange={put} />
      </div>
      <Button type="text" className="build-drop" icon={<CloseOutlined aria-hidden />} aria-label={say.drop(place)} onClick={() => onChange(null)} />
      <RowNote place={place} leaf={negated ? `${place}.0` : place} notes={notes} />
    </div>
  );
}

type FieldsProps = Omit<ItemProps, "onChange"> & { onChange: (node: Tree) => void };

function Fields({ place, node, words, notes, onChange }: FieldsProps) {
  const { facts, deeds } = words;
  if (isGroup(node)) return <GroupRows place={place} group={node} words={words} notes={notes} onChange={onChange} />;
  if (node.kind === "fact") return <FactFields row={node} facts={facts} onChange={onChange} />;
  if (node.kind === "did") return <DidFields row={node} facts={facts} deeds={deeds} onChange={onChange} />;
  if (node.kind === "sequence") return <SequenceFields row={node} deeds={deeds} onChange={onChange} />;
  if (node.kind === "segment") return <SegmentField code={node.code} onChange={(code) => onChange({ kind: "segment", code })} />;
  if (node.kind === "bucket") return <BucketFields row={node} onChange={onChange} />;
  return <Item place={place} node={node} words={words} notes={notes} onChange={(found) => found && onChange(found)} />;
}
