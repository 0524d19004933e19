import { phone as shownPhone } from "@liuke/kit/formats.ts";
import { problemOf, type Problem } from "@liuke/kit/problem.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Input } from "antd";
import { useRef, useState } from "react";
import type { Recognised } from "../../basket/basket.ts";
import { useCell } from "../../desk/cell.ts";
import { ask, offlineSince } from "../../desk/line.ts";
import { saleWords } from "./sale.words.ts";
import { Sheet } from "./Sheet.tsx";

interface Given {
  /** What was typed before: its first answer is asked at once. */
  text: string;
  storeId: string;
  onMember: (member: Recognised) => void;
  onWhom: (text: string) => void;
  onClose: () => void;
}
export const DIALLED = /^\+?\d{7,15}$/;

/** Find a member, or let a stranger join by their phone: type, Enter, Enter. */
export function FindMember({ text: given, storeId, onMember, onWhom, onClose }: Given) {
  const say = useWords(saleWords);
  const offline = useCell(offlineSince) !== null;
  const [text, setText] = useState(given);
  const [name, setName] = useState("");
  const [found, setFound] = useState<Recognised[] | null>(given === "" ? null : []);
  const [asked, setAsked] = useState(given);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(crypto.randomUUID());

  const run = async (deed: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await deed();
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const find = () =>
    run(async () => {
      const wanted = text.trim();
      if (wanted === "") return;
      const members = await ask("POST /till/members/lookups", { body: { text: wanted } });
      const [only] = members;
      if (only && members.length === 1) return onMember(only);
      setFound(members);
      setAsked(wanted);
    });
  const enrol = () =>
    run(async () => {
      const enrolment = { phone: asked, source: "till", store_id: storeId, ...(name.trim() ? { name: name.trim() } : {}) };
      await ask("POST /v1/members/welcomes", { body: [{ enrolment }], key: key.current });
      const [member] = await ask("POST /till/members/lookups", { body: { text: asked } });
      if (member) onMember(member);
    });
  const stranger = found?.length === 0 && asked === text.trim() && !offline;
  const dialled = asked.replace(/[\s-]/g, "");
  const enter = () => {
    if (offline) onWhom(text.trim());
    else if (stranger && DIALLED.test(dialled)) void enrol();
    else void find();
  };
  return (
    <Sheet title={say.memberTitle} onClose={onClose}>
      <form
        className="till-find"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) enter();
        }}
      >
        <Input autoFocus aria-label={say.memberBox} placeholder={say.memberBox} value={text}
          onChange={(event) => setText(event.target.value)} autoComplete="off" />
        {stranger && <p role="status">{say.stranger(asked)}</p>}
        {stranger && DIALLED.test(dialled) && (
          <Input aria-label={say.enrolName} placeholder={say.enrolName} value={name} maxLength={60}
            onChange={(event) => setName(event.target.value)} autoComplete="off" />
        )}
        {problem && <ProblemNote of={problem} />}
        <Button type="primary" htmlType="submit" loading={busy} disabled={text.trim() === ""}>
          {offline ? say.keepPhone(text.trim()) : stranger && DIALLED.test(dialled) ? say.enrol(asked) : say.find}
        </Button>
      </form>
      {offline && <p className="till-warn">{say.offlineLook}</p>}
      <ul className="till-pick">
        {(found ?? []).map((member) => (
          <li key={member.id}>
            <Button block onClick={() => onMember(member)}>
              <span>{member.name || "—"}</span> <span className="lk-num">{shownPhone(member.phone)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
