import { MeIs, useSignedIn } from "@liuke/kit/me.tsx";
import { ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { setupWords } from "./setup.words.ts";

/** The steps after the shop exists, for whoever is signed in; others sign in and come back. */
export function Signed({ step, children }: { step: string; children: ReactNode }) {
  const say = useWords(setupWords);
  const asked = useSignedIn();
  if (asked.data) return <MeIs me={asked.data}>{children}</MeIs>;
  if (asked.error?.status === 401) {
    return (
      <div className="card setup-stopped">
        <p>{say.signInFirst}</p>
        <Link to={`/sign-in?next=${encodeURIComponent(`/setup?step=${step}`)}`}>
          <Button type="primary">{say.toSignIn}</Button>
        </Link>
      </div>
    );
  }
  return asked.error ? <ProblemNote of={asked.error} onRetry={() => void asked.refetch()} /> : <Waiting rows={6} />;
}
