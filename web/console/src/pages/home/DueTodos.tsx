import type { Answer } from "@liuke/kit/call.ts";
import type { usePages } from "@liuke/kit/ask.ts";
import { phone, shortId } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { Link } from "react-router";
import { DueDay } from "../member/DueDay.tsx";
import { homeWords } from "./home.words.ts";

type Due = ReturnType<typeof usePages<"GET /v1/members/todos">>;

/** What was to be done for members by today, the oldest first; each opens its member. */
export function DueTodos({ of, everybody }: { of: Due; everybody: boolean }) {
  const say = useWords(homeWords);
  return (
    <>
      <ul className="home-due" aria-label={say.dueTodos}>
        {of.rows.map((one) => <Row key={one.note.id} of={one} everybody={everybody} />)}
      </ul>
      {of.hasNextPage && <Button size="small" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>{say.moreDue}</Button>}
    </>
  );
}

interface RowProps {
  of: Answer<"GET /v1/members/todos">["items"][number];
  everybody: boolean;
}

function Row({ of: { note, ...member }, everybody }: RowProps) {
  return (
    <li>
      <Link to={`/members/${note.member_id}`}>{member.name || shortId(note.member_id)}{member.phone && ` ${phone(member.phone)}`}</Link>
      <span className="home-due-text">{note.text}</span>
      {everybody && <span className="lk-2">{note.assignee_name}</span>}
      {note.due_on && <DueDay on={note.due_on} />}
    </li>
  );
}
