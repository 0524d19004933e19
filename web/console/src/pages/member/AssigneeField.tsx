import { useEvery } from "@liuke/kit/ask.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Form, Select } from "antd";
import type { Note } from "./Notes.tsx";
import { notesWords } from "./notes.words.ts";

/** How the server's records name people of the staff. */
const STAFF = "staff:";

/** Whose work a to-do is: one's own unless given to a colleague who works for the member's store; a note without a day has none. */
export function AssigneeField({ member, of }: { member: string; of?: Note }) {
  const say = useWords(notesWords);
  const me = useMe();
  const asked = useEvery("GET /v1/members/todos/colleagues", { query: { member_id: member } }, { staleTime: 300_000 });
  const first = (of?.assignee || me.actor).replace(STAFF, "");
  const options = (asked.data ?? []).map((one) => ({ value: one.id, label: one.name }));
  // Who has left the shop keeps what was theirs, until it is given to another.
  if (!options.some((one) => one.value === first)) options.push({ value: first, label: of?.assignee_name || me.name });
  return (
    <Form.Item noStyle dependencies={["due_on"]}>
      {({ getFieldValue }) =>
        getFieldValue("due_on") && (
          <Form.Item name="assignee" label={say.assignee} initialValue={first}>
            <Select showSearch={{ optionFilterProp: "label" }} loading={asked.isPending} options={options} />
          </Form.Item>
        )
      }
    </Form.Item>
  );
}
