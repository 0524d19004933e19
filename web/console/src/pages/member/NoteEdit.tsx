import { useQueryClient } from "@tanstack/react-query";
import { useAct } from "@liuke/kit/ask.ts";
import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useToday } from "@liuke/kit/today.ts";
import { Form, Input } from "antd";
import { useState } from "react";
import { AssigneeField } from "./AssigneeField.tsx";
import { FormDialogue } from "./FormDialogue.tsx";
import { NOTED, TEXT_MAX, type Note } from "./Notes.tsx";
import { notesWords } from "./notes.words.ts";

interface Written {
  text: string;
  due_on?: string;
  assignee?: string;
}

const MEANWHILE = "note_edited_meanwhile";

/** Change one's own note; what somebody else made of it meanwhile is shown before it is saved over. */
export function NoteEdit({ note, onClose }: { note: Note; onClose: () => void }) {
  const say = useWords(notesWords);
  const today = useToday();
  const client = useQueryClient();
  const act = useAct("PUT /v1/members/{member_id}/notes/{note_id}", { refresh: NOTED, onDone: onClose });
  const again = () => void client.invalidateQueries({ predicate: ({ queryKey }) => (NOTED as readonly unknown[]).includes(queryKey[1]) });
  const send = ({ text, due_on, assignee }: Written) =>
    act.mutate(
      { path: { member_id: note.member_id, note_id: note.id }, body: { text, ...(due_on ? { due_on, assignee: assignee ?? null } : {}) }, match: String(act.error?.code === MEANWHILE ? note.version : opened) },
      { onError: again },
    );
  // What was opened; after a refusal what stands now is shown below the field, and is what is saved over.
  const [opened] = useState(note.version);
  const first = { text: note.text, ...(note.due_on ? { due_on: note.due_on } : {}) };
  return (
    <FormDialogue<Written> title={say.editTitle} act={say.save} acting={act} first={first} onSend={send} onClose={onClose}>
      <Form.Item name="text" label={say.text} extra={say.writeHint} rules={[{ required: true, whitespace: true, message: say.needText }]}>
        <Input.TextArea rows={6} maxLength={TEXT_MAX} />
      </Form.Item>
      <Form.Item name="due_on" label={say.dueOn}>
        <DayField {...(note.due_on && note.due_on < today ? { from: note.due_on } : { from: today })} allowClear />
      </Form.Item>
      <AssigneeField member={note.member_id} of={note} />
      {act.error?.code === MEANWHILE && <p className="lk-2">{say.nowSays(note.text)}</p>}
    </FormDialogue>
  );
}
