import { useQueryClient } from "@tanstack/react-query";
import { useAct } from "@liuke/kit/ask.ts";
import { call } from "@liuke/kit/call.ts";
import { useUndo } from "@liuke/kit/desk/undo.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { useMay, useMe } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Checkbox, Popconfirm } from "antd";
import { DueDay } from "./DueDay.tsx";
import { NOTED, type Note } from "./Notes.tsx";
import { notesWords } from "./notes.words.ts";

const TICK = "PUT /v1/members/{member_id}/notes/{note_id}/tick";
const CALLED_MAX = 20;

interface RowProps {
  note: Note;
  /** Notes of this member are written at all. */
  may: boolean;
  onEdit: () => void;
}

/** One note: its words, who wrote it and when; a to-do with its box and its day. */
export function NoteRow({ note, may, onEdit }: RowProps) {
  const say = useWords(notesWords);
  const isMine = useMe().actor === note.author;
  const mayRemove = useMay("notes.remove") || isMine;
  const [line = ""] = note.text.split("\n");
  const called = line.length > CALLED_MAX ? `${line.slice(0, CALLED_MAX)}……` : line;
  const path = { member_id: note.member_id, note_id: note.id };
  const drop = useAct("DELETE /v1/members/{member_id}/notes/{note_id}", { refresh: NOTED });
  return (
    <li className="member-note">
      <Words note={note} may={may} />
      <span className="member-note-by lk-2">
        {note.due_on && !note.done_at && <DueDay on={note.due_on} />}
        <Given of={note} />
        <span>
          {say.by(note.author_name)} · <When at={note.written_at} />
          {note.edited_at && ` · ${say.edited}`}
        </span>
        {note.done_at && <span>{say.doneBy(note.done_by_name)} <When at={note.done_at} /></span>}
        {may && (
          <span className="member-note-acts">
            {isMine && <button type="button" className="lk-link" aria-label={say.editOf(called)} onClick={onEdit}>{say.edit}</button>}
            {mayRemove && (
              <Popconfirm title={say.dropEffect} okText={say.drop} okButtonProps={{ danger: true }} onConfirm={() => drop.mutate({ path })}>
                <button type="button" className="lk-link" aria-label={say.dropOf(called)}>{say.dropShort}</button>
              </Popconfirm>
            )}
          </span>
        )}
      </span>
      {drop.error && <ProblemNote of={drop.error} />}
    </li>
  );
}

/** To whom a to-do was given, where it is not its writer's own. */
function Given({ of }: { of: Note }) {
  const say = useWords(notesWords);
  if (of.done_at || !of.assignee_name || of.assignee === of.author) return null;
  return <span>{say.givenTo(of.assignee_name)}</span>;
}

function Words({ note, may }: { note: Note; may: boolean }) {
  const say = useWords(notesWords);
  const offer = useUndo();
  const client = useQueryClient();
  const path = { member_id: note.member_id, note_id: note.id };
  const reopen = async () => {
    await call(TICK, { path, body: { done: false } });
    await client.invalidateQueries({ predicate: ({ queryKey }) => (NOTED as readonly unknown[]).includes(queryKey[1]) });
  };
  const tick = useAct(TICK, { refresh: NOTED, onDone: (after) => after.done_at !== null && offer(say.ticked, reopen) });
  if (note.due_on === null) return <span className="member-note-text">{note.text}</span>;
  return (
    <>
      <Checkbox
        className="member-note-text"
        checked={note.done_at !== null}
        disabled={!may || tick.isPending}
        onChange={(event) => tick.mutate({ path, body: { done: event.target.checked } })}
      >
        {note.text}
      </Checkbox>
      {tick.error && <ProblemNote of={tick.error} />}
    </>
  );
}
