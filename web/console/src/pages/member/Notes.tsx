import { useAct, usePages } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { focusFirst, useFocusBack } from "@liuke/kit/desk/focus.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useToday } from "@liuke/kit/today.ts";
import { Button, Form, Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { AssigneeField } from "./AssigneeField.tsx";
import { NoteEdit } from "./NoteEdit.tsx";
import { NoteRow } from "./NoteRow.tsx";
import { notesWords } from "./notes.words.ts";

export type Note = Answer<"GET /v1/members/{member_id}/notes">["items"][number];

/** What is read anew once a note was written, changed, ticked or removed. */
export const NOTED = [
  "GET /v1/members/{member_id}/notes",
  "GET /v1/members/{member_id}/todos",
  "GET /v1/members/todos",
  "GET /v1/members/{member_id}/timeline",
] as const;
export const TEXT_MAX = 1000;

/** What staff wrote of a member: open to-dos first, the soonest due on top, then notes, newest first. */
export function Notes({ id, living }: { id: string; living: boolean }) {
  const say = useWords(notesWords);
  const may = useMay("notes.write") && living;
  const path = { path: { member_id: id } };
  const todos = usePages("GET /v1/members/{member_id}/todos", { ...path, query: { limit: 20 } });
  const notes = usePages("GET /v1/members/{member_id}/notes", { ...path, query: { limit: 10 } });
  const [writing, write] = useState(false);
  const [editing, edit] = useState<Note | null>(null);
  const failed = [todos, notes].find((one) => one.error);
  const known = !todos.isPending && !notes.isPending;
  const all = [...todos.rows, ...notes.rows];
  const listed = (of: typeof notes, name: string) =>
    of.rows.length > 0 && (
      <>
        <h3>{name}</h3>
        <ul className="member-list" aria-label={name}>
          {of.rows.map((one) => <NoteRow key={one.id} note={one} may={may} onEdit={() => edit(one)} />)}
        </ul>
        {of.hasNextPage && (
          <div>
            <Button loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>{say.more}</Button>
          </div>
        )}
      </>
    );
  return (
    <section className="card member-block" aria-label={say.title}>
      <div className="member-block-head">
        <h2>{say.title}</h2>
        {may && <button type="button" className="lk-link" aria-expanded={writing} onClick={() => write(!writing)}>{say.write}</button>}
      </div>
      {writing && <Writing id={id} onClose={() => write(false)} />}
      {failed && <ProblemNote of={failed.error} onRetry={() => void failed.refetch()} />}
      {!known && !failed && <Waiting rows={3} />}
      {known && all.length === 0 && !failed && <p className="lk-2">{may ? say.empty : say.emptyRead}</p>}
      {listed(todos, say.todos)}
      {listed(notes, say.written)}
      {editing && <NoteEdit note={all.find((one) => one.id === editing.id) ?? editing} onClose={() => edit(null)} />}
    </section>
  );
}

interface Written {
  text: string;
  due_on?: string;
  assignee?: string;
}

function Writing({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(notesWords);
  const today = useToday();
  const inside = useRef<HTMLDivElement>(null);
  useFocusBack();
  useEffect(() => focusFirst(inside.current), []);
  const [form] = Form.useForm<Written>();
  const due = Form.useWatch("due_on", form);
  const act = useAct("POST /v1/members/notes", { refresh: NOTED, onDone: onClose });
  const send = ({ text, due_on, assignee }: Written) =>
    act.mutate({ body: [{ member_id: id, text, ...(due_on ? { due_on, assignee: assignee ?? null } : {}) }] });
  return (
    <div ref={inside} className="member-note-new">
      <Form<Written> form={form} layout="vertical" requiredMark={false} onFinish={send}>
        <Form.Item name="text" label={say.text} extra={say.writeHint} rules={[{ required: true, whitespace: true, message: say.needText }]} validateTrigger="onSubmit">
          <Input.TextArea
            rows={3}
            maxLength={TEXT_MAX}
            onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing && form.submit()}
          />
        </Form.Item>
        <Form.Item name="due_on" label={say.dueOn}>
          <DayField from={today} allowClear />
        </Form.Item>
        <AssigneeField member={id} />
        {act.error && <ProblemNote of={act.error} />}
        <div className="member-switch">
          <Button htmlType="submit" loading={act.isPending}>{due ? say.addTodo : say.add}</Button>
          <Button onClick={onClose}>{say.cancel}</Button>
        </div>
      </Form>
    </div>
  );
}
