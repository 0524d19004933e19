import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { call } from "@liuke/kit/call.ts";
import { useAsk } from "@liuke/kit/ask.ts";
import { useUndo } from "@liuke/kit/desk/undo.tsx";
import { dayOf } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Input } from "antd";
import { useState } from "react";
import { memberWords } from "./member.words.ts";

const ASKED = new Set(["GET /v1/members/{member_id}/tags", "GET /v1/members/{member_id}/timeline"]);

/** Tags of a member: added and removed at once, with ten seconds to take it back. */
export function Tags({ id }: { id: string }) {
  const say = useWords(memberWords);
  const { timeZone } = usePlace();
  const may = useMay("members.tag");
  const offer = useUndo();
  const client = useQueryClient();
  const [fault, setFault] = useState<unknown>(null);
  const asked = useAsk("GET /v1/members/{member_id}/tags", { path: { member_id: id } });
  const set = async (tag: string, on: boolean) => {
    await call(on ? "POST /v1/members/tags" : "POST /v1/members/untaggings", { body: [{ member_id: id, tag }] });
    await client.invalidateQueries({ predicate: ({ queryKey: [first, second] }) => ASKED.has(String(first)) || ASKED.has(String(second)) });
  };
  const act = async (tag: string, on: boolean) => {
    setFault(null);
    try {
      await set(tag, on);
      offer(on ? say.tagged(tag) : say.untagged(tag), () => set(tag, !on));
    } catch (thrown) {
      setFault(thrown);
    }
  };
  return (
    <section className="card member-block" aria-label={say.tags}>
      <h2>{say.tags}</h2>
      <Region asked={asked}>
        {(tags) => (
          <div className="member-tags">
            {tags.length === 0 && <span className="lk-2">{say.noTags}</span>}
            {tags.map((one) => (
              <span className="list-chip" key={one.tag}>
                {one.tag}
                {one.expires_at && <small className="lk-2">{say.tagUntil(dayOf(new Date(one.expires_at), timeZone))}</small>}
                {may && (
                  <button type="button" aria-label={say.tagDrop(one.tag)} onClick={() => void act(one.tag, false)}>
                    <CloseOutlined aria-hidden />
                  </button>
                )}
              </span>
            ))}
          </div>
        )}
      </Region>
      {may && <Add onAdd={(tag) => void act(tag, true)} />}
      {fault !== null && <ProblemNote of={fault} />}
    </section>
  );
}

function Add({ onAdd }: { onAdd: (tag: string) => void }) {
  const say = useWords(memberWords);
  const [text, setText] = useState("");
  const tag = text.trim();
  const add = () => {
    if (!/^\S{1,64}$/.test(tag)) return;
    onAdd(tag);
    setText("");
  };
  return (
    <div className="member-add">
      <Input
        aria-label={say.tagName}
        placeholder={say.tagName}
        value={text}
        maxLength={64}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={(event) => !event.nativeEvent.isComposing && add()}
      />
      <Button icon={<PlusOutlined aria-hidden />} onClick={add}>{say.tagAdd}</Button>
    </div>
  );
}
