import { call } from "@liuke/kit/call.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { Problem } from "@liuke/kit/problem.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { signInWords } from "./sign_in.words.ts";

/** Let the browser answer the server's question with a passkey, and open a session. */
async function signInWithPasskey(): Promise<void> {
  const { public_key: options } = await call("POST /v1/sessions/passkey/options", {});
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  const given = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const credential = given.toJSON() as unknown as Record<string, unknown>;
  await call("POST /v1/sessions/passkey", { body: { credential } });
}

/** A browser only keeps passkeys for https and for `localhost`. */
export const TAKES_PASSKEYS =
  "PublicKeyCredential" in globalThis && !/^\d+\.\d+\.\d+\.\d+$/.test(location.hostname);

/** Sign in without a password, where this browser can. */
export function WithPasskey({ onDone }: { onDone: () => void }) {
  const say = useWords(signInWords);
  const enter = useMutation({ mutationFn: signInWithPasskey, onSuccess: onDone });
  return (
    <>
      <Button block loading={enter.isPending} onClick={() => enter.mutate()}>
        {say.passkey}
      </Button>
      {enter.error instanceof Problem && <ProblemNote of={enter.error} />}
      {enter.error && !(enter.error instanceof Problem) && (
        <p className="lk-2" role="alert">
          {say.passkeyStopped}
        </p>
      )}
    </>
  );
}
