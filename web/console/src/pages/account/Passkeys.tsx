import { call } from "@liuke/kit/call.ts";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { When } from "@liuke/kit/figures.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { Problem } from "@liuke/kit/problem.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { accountWords } from "./account.words.ts";

/** Make a passkey with the browser and keep it. */
async function makePasskey(name: string): Promise<void> {
  const { public_key: options } = await call("POST /v1/me/passkeys/options", {});
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON);
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const credential = made.toJSON() as unknown as Record<string, unknown>;
  await call("POST /v1/me/passkeys", { body: { name, credential } });
}

/** Passkeys of whoever is signed in. */
export function Passkeys() {
  const say = useWords(accountWords);
  const client = useQueryClient();
  const asked = useAsk("GET /v1/me/passkeys", {});
  const [name, setName] = useState("");
  const able = "PublicKeyCredential" in globalThis;
  const make = useMutation({
    mutationFn: makePasskey,
    onSuccess: async () => {
      setName("");
      await client.invalidateQueries({ queryKey: ["GET /v1/me/passkeys"] });
    },
  });
  return (
    <section className="card account-card">
      <h2>{say.passkeys}</h2>
      <p className="lk-2">{say.passkeysHint}</p>
      <Region asked={asked}>
        {(found) =>
          found.length === 0 ? (
            <span>{say.noPasskeys}</span>
          ) : (
            <ul className="account-list">
              {found.map((one) => (
                <Passkey key={one.id} one={one} />
              ))}
            </ul>
          )
        }
      </Region>
      {able ? (
        <div className="account-add">
          <Input value={name} aria-label={say.passkeyName} placeholder={say.passkeyNameHint} maxLength={60} onChange={(event) => setName(event.target.value)} />
          <Button loading={make.isPending} onClick={() => make.mutate(name.trim() || say.passkeyDefault)}>{say.passkeyAdd}</Button>
        </div>
      ) : (
        <p className="lk-2">{say.passkeyHere}</p>
      )}
      {make.error && (make.error instanceof Problem ? <ProblemNote of={make.error} /> : <p className="lk-2" role="alert">{say.passkeyStopped}</p>)}
    </section>
  );
}

function Passkey({ one }: { one: { id: string; name: string; made_at: string; used_at: string | null } }) {
  const say = useWords(accountWords);
  const remove = useAct("DELETE /v1/me/passkeys/{passkey_id}", { refresh: ["GET /v1/me/passkeys"] });
  return (
    <li>
      <span>
        {one.name}
        <small>
          {say.made} <When at={one.made_at} /> · {say.used} {one.used_at ? <When at={one.used_at} /> : say.never}
        </small>
      </span>
      <Button size="small" aria-label={say.removeOf(one.name)} loading={remove.isPending} onClick={() => remove.mutate({ path: { passkey_id: one.id } })}>
        {say.remove}
      </Button>
      {remove.error && <ProblemNote of={remove.error} />}
    </li>
  );
}
