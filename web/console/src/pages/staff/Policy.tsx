import { CheckOutlined } from "@ant-design/icons";
import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { Card } from "@liuke/kit/desk/Card.tsx";
import { isRight, rightWords, roleWords, type RoleName } from "@liuke/kit/desk/rights.words.ts";
import { useRoomForColumns } from "@liuke/kit/desk/wide.ts";
import { Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { staffWords } from "./staff.words.ts";

const ROLES: readonly RoleName[] = ["owner", "operations", "manager", "guide", "service", "auditor"];

/** A right in words, and the roles that have it. */
interface Held {
  key: string;
  right: string;
  who: readonly RoleName[];
}

/** What each role may do; the server refuses everything that is not ticked here. */
export function Policy() {
  const rights = useWords(rightWords);
  const asked = useAsk("GET /v1/policy", {}, { staleTime: 600_000 });
  const columns = useRoomForColumns();
  const kept = (policy: Answer<"GET /v1/policy">) =>
    policy.flatMap(({ permission, roles: held }) => {
      const who = ROLES.filter((role) => held.includes(role));
      return isRight(permission) && who.length > 0 ? [{ key: permission, right: rights[permission], who }] : [];
    });
  return (
    <Region asked={asked} waiting={<Waiting rows={12} height={24} />}>
      {(policy) => (columns ? <Grid of={kept(policy)} /> : <Cards of={kept(policy)} />)}
    </Region>
  );
}

function Grid({ of }: { of: readonly Held[] }) {
  const say = useWords(staffWords);
  const roles = useWords(roleWords);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys
    <section className="card policy" tabIndex={0} aria-label={say.policy}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.right}</th>
            {ROLES.map((role) => <th scope="col" key={role}>{roles[role]}</th>)}
          </tr>
        </thead>
        <tbody>
          {of.map(({ key, right, who }) => (
            <tr key={key}>
              <th scope="row">{right}</th>
              {ROLES.map((role) => (
                <td key={role}>
                  {who.includes(role) ? <CheckOutlined aria-label={say.has} role="img" /> : <span className="lk-hidden">{say.hasNot}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The same on a phone: a right, and who has it. */
function Cards({ of }: { of: readonly Held[] }) {
  const say = useWords(staffWords);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const told = (who: readonly RoleName[]) => who.map((role) => roles[role]).join(language === "en" ? ", " : "、");
  return (
    <section className="card" aria-label={say.policy}>
      <ul className="cards">
        {of.map(({ key, right, who }) => (
          <li key={key}>
            <Card title={right} pairs={[{ key: "who", label: say.role, value: told(who) }]} />
          </li>
        ))}
      </ul>
    </section>
  );
}
