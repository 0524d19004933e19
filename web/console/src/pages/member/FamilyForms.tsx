import { useAct } from "@liuke/kit/ask.ts";
import { call, type Given } from "@liuke/kit/call.ts";
import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { newId } from "@liuke/kit/ids.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useToday } from "@liuke/kit/today.ts";
import { Checkbox, Form, Input, Select } from "antd";
import { useState } from "react";
import { familyWords } from "./family.words.ts";
import { FindMember, type FoundMember } from "./FindMember.tsx";
import { FormDialogue } from "./FormDialogue.tsx";
import { memberWords } from "./member.words.ts";

type Role = NonNullable<NonNullable<Given<"PUT /v1/members/households">["body"]["kin"]>[number]["role"]>;
const ROLES = ["partner", "head", "adult", "child", "other"] as const satisfies readonly Role[];
const GUARDED_BELOW = 14;

/** Count a member to another's household, which is made where there is none. */
export function Join({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(familyWords);
  const told = useWords(memberWords);
  const [found, find] = useState<FoundMember | null>(null);
  // Sent again after a lost answer, it is still the same household.
  const [made] = useState(() => newId("hsh"));
  const act = useAct("PUT /v1/members/households", {
    refresh: ["GET /v1/members/{member_id}/household", "GET /v1/members/{member_id}/timeline"],
    onDone: onClose,
  });
  const send = async ({ role }: { role: Role }) => {
    if (!found) return;
    const theirs = await call("GET /v1/members/{member_id}/household", { path: { member_id: found.id } });
    const household_id = theirs[0]?.household_id ?? made;
    const other = { member_id: found.id, household_id, role: "head" as const };
    act.mutate({
      body: {
        households: theirs.length > 0 ? [] : [{ id: made }],
        kin: [...(theirs.length > 0 ? [] : [other]), { member_id: id, household_id, role }],
      },
    });
  };
  return (
    <FormDialogue<{ role: Role }>
      title={say.join}
      act={say.joinAct}
      acting={act}
      ready={found !== null}
      first={{ role: "partner" }}
      onSend={(given) => void send(given)}
      onClose={onClose}
    >
      <p>{say.joinEffect}</p>
      <Form.Item label={say.joinWith}>
        <FindMember label={say.joinWith} without={id} onFound={find} />
      </Form.Item>
      <Form.Item name="role" label={say.role}>
        <Select options={ROLES.map((value) => ({ value, label: told[value] }))} />
      </Form.Item>
    </FormDialogue>
  );
}

interface ChildGiven {
  birth_on: string;
  gender: string;
  name?: string;
  guardian_consent?: boolean;
}

/** Say whether somebody born on a day is under the age at which the guardian decides. */
function isGuarded(birth_on: string, today: Date): boolean {
  const [year = 0, month = 1, day = 1] = birth_on.split("-").map(Number);
  return today.getTime() < Date.UTC(year + GUARDED_BELOW, month - 1, day);
}

/** Record a child; under fourteen only on the guardian's word. */
export function AddChild({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(familyWords);
  const today = useToday();
  const [child] = useState(() => newId("chd"));
  const act = useAct("POST /v1/members/children", {
    refresh: ["GET /v1/members/{member_id}/children", "GET /v1/members/{member_id}/timeline"],
    onDone: onClose,
  });
  const send = ({ birth_on, gender, name, guardian_consent = false }: ChildGiven) =>
    act.mutate({ body: [{ member_id: id, id: child, birth_on, gender, name: name?.trim() ?? "", guardian_consent }] });
  return (
    <FormDialogue<ChildGiven> title={say.childAdd} act={say.childAct} acting={act} first={{ gender: "" }} onSend={send} onClose={onClose}>
      <Form.Item name="birth_on" label={say.birth} rules={[{ required: true, message: say.needBirth }]}>
        <DayField until={today} />
      </Form.Item>
      <Form.Item name="gender" label={say.sex}>
        <Select options={[{ value: "", label: say.notSaid }, { value: "female", label: say.girl }, { value: "male", label: say.boy }]} />
      </Form.Item>
      <Form.Item name="name" label={say.childName}>
        <Input autoComplete="off" maxLength={100} />
      </Form.Item>
      <Form.Item
        name="guardian_consent"
        valuePropName="checked"
        extra={say.guardianHint}
        dependencies={["birth_on"]}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, given: boolean | undefined) => {
              const birth = String(getFieldValue("birth_on") ?? "");
              const missing = birth !== "" && isGuarded(birth, new Date()) && !given;
              return missing ? Promise.reject(new Error(say.needGuardian)) : Promise.resolve();
            },
          }),
        ]}
      >
        <Checkbox>{say.guardian}</Checkbox>
      </Form.Item>
    </FormDialogue>
  );
}
