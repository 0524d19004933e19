import { CheckOutlined } from "@ant-design/icons";
import { useAsk } from "@liuke/kit/ask.ts";
import { isRight, isRole, rightWords, roleWords, type RoleName } from "@liuke/kit/desk/rights.words.ts";
import { Region, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { staffWords } from "./staff.words.ts";

const ROLES: readonly RoleName[] = ["owner", "operations", "manager", "guide", "service", "auditor"];

/** What each role may do; the server refuses everything that is not ticked here. */
export function Policy() {
  const say = useWords(staffWords);
  const rights = useWords(rightWords);
  const roles = useWords(roleWords);
  const asked = useAsk("GET /v1/policy", {}, { staleTime: 600_000 });
  return (
    <Region asked={asked} waiting={<Waiting rows={12} height={24} />}>
      {(policy) => (
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
              {policy
                .filter((one) => isRight(one.permission) && one.roles.some((role) => isRole(role) && ROLES.includes(role)))
                .map((one) => (
                  <tr key={one.permission}>
                    <th scope="row">{isRight(one.permission) ? rights[one.permission] : one.permission}</th>
                    {ROLES.map((role) => (
                      <td key={role}>
                        {one.roles.includes(role) ? <CheckOutlined aria-label={say.has} role="img" /> : <span className="lk-hidden">{say.hasNot}</span>}
                      </td>
                    ))}
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      )}
    </Region>
  );
}
