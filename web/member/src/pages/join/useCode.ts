/** Get a one-time code sent: ask for a challenge, do its work, ask for the code. */

import { call } from "@liuke/kit/call.ts";
import { problemOf, type Problem } from "@liuke/kit/problem.ts";
import { useEffect, useState } from "react";
import { solve } from "./challenge.ts";
import { shopNamed } from "./shop.ts";
import type { Sent } from "./typed.ts";

/** Return how to send a code to a phone, how far that is, and the seconds until the next one; `before` was sent already. */
export function useCode(before: Sent | null = null, onSent: (phone: string, sent: Sent) => void = () => undefined) {
  const [share, setShare] = useState<number | null>(null);
  const [sent, setSent] = useState(before);
  const [error, setError] = useState<Problem | null>(null);
  const [wait, count] = useState(() => (sent ? secondsUntil(sent.again_at) : 0));

  useEffect(() => {
    if (wait <= 0) return;
    const next = setTimeout(() => count(wait - 1), 1000);
    return () => clearTimeout(next);
  }, [wait]);

  const send = async (phone: string) => {
    setError(null);
    setShare(0);
    try {
      const challenge = await call("POST /v1/m/challenges", { body: shopNamed() });
      const solved = await solve(challenge, setShare);
      setShare(1);
      const answer = await call("POST /v1/m/codes", { body: { phone, challenge: solved, ...shopNamed() } });
      setSent(answer);
      onSent(phone, answer);
      count(Math.max(1, secondsUntil(answer.again_at)));
    } catch (thrown) {
      const problem = problemOf(thrown);
      setError(problem);
      count(Math.min(600, problem.field<number>("retry_after_seconds") ?? 0));
    } finally {
      setShare(null);
    }
  };
  /** Begin with another phone. */
  const forget = () => {
    setSent(null);
    setError(null);
    count(0);
  };
  return { send, share, sent, error, wait, forget };
}

function secondsUntil(at: string): number {
  const left = Math.ceil((Date.parse(at) - Date.now()) / 1000);
  return Math.min(60, Math.max(0, left));
}
