import { Attempt } from "@liuke/kit/attempt.ts";
import { problemOf, type Problem } from "@liuke/kit/problem.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Input } from "antd";
import { useState } from "react";
import type { Recognised } from "../../basket/basket.ts";
import { useCell } from "../../desk/cell.ts";
import { ask, offlineSince } from "../../desk/line.ts";
import { saleWords } from "./sale.words.ts";
import { People } from "./People.tsx";
import { Sheet } from "./Sheet.tsx";

interface Given {
  /** What was typed before: its first answer is asked at once. */
  text: string;
  storeId: string;
  onMember: (member: Recognised) => void;
  onWhom: (text: string) => void;
  /** Somebody is on the sale: it may be a guest's again. */
  known: boolean;
  onGuest: () => void;
  onClose: () => void;
}
const DIALLED = /^\+?\d{7,15}$/;

/** Find a member, or let a stranger join by their phone: type, Enter, Enter. */
export function FindMember({ text: given, storeId, onMember, onWhom, known, onGuest, onClose }: Given) {
  const say = useWords(saleWords);
  const offline = useCell(offlineSince) !== null;
  const [text, setText] = useState(given);
  const [name, setName] = useState("");
  const [found, setFound] = useState<Recognised[] | null>(given === "" ? null : []);
  const [asked, setAsked] = useState(given);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [attempt] = useState(() => new Attempt());

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
      const given = { body: [{ enrolment }] };
      await attempt.send(given, (key) => ask("POST /v1/members/welcomes", { ...given, key }));
      const [member] = await ask("POST /till/members/lookups", { body: { text: asked } });
      if (member) onMember(member);
    });
  const stranger = found?.length === 0 && asked === text.trim() && !offline;
  const mayJoin = stranger && DIALLED.test(asked.replace(/[\s-]/g, ""));
  const note = () => onWhom(text.trim());
  const [verb, enter] = offline ? [say.keepPhone(text.trim()), note] : mayJoin ? [say.enrol(asked), enrol] : [say.find, find];
  return (
    <Sheet title={say.memberTitle} onClose={onClose}>
      <form
        className="till-find"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void enter();
        }}
      >
        <Input autoFocus aria-label={say.memberBox} placeholder={say.memberBox} value={text}
          onChange={(event) => setText(event.target.value)} autoComplete="off" />
        {stranger && <Stranger asked={asked} mayJoin={mayJoin} name={name} onName={setName} />}
        {problem && <ProblemNote of={problem} />}
        <Button type="primary" htmlType="submit" loading={busy} disabled={text.trim() === ""}>
          {verb}
        </Button>
        {known && <Button onClick={onGuest}>{say.asGuest}</Button>}
      </form>
      {offline && <p className="till-warn">{say.offlineLook}</p>}
      <People of={found ?? []} onChoose={onMember} />
    </Sheet>
  );
}

interface StrangerGiven {
  asked: string;
  mayJoin: boolean;
  name: string;
  onName: (name: string) => void;
}

/** Nobody fits: a phone may join, anything else is looked for in another way. */
function Stranger({ asked, mayJoin, name, onName }: StrangerGiven) {
  const say = useWords(saleWords);
  return (
    <>
      <p role="status">{mayJoin ? say.stranger(asked) : say.nobody(asked)}</p>
      {mayJoin && (
        <Input aria-label={say.enrolName} placeholder={say.enrolName} value={name} maxLength={60}
          onChange={(event) => onName(event.target.value)} autoComplete="off" />
      )}
    </>
  );
}
