/** The work a browser does before a code is sent: found in slices, so that the page stays alive. */

interface Parameters {
  cost: number;
  keyLength: number;
  keyPrefix: string;
  nonce: string;
  salt: string;
}

export interface Challenge {
  parameters: Record<string, unknown>;
  signature: string;
}

/** Tries that run beside each other; the browser computes each off the page's own thread. */
const SLICE = 8;

/** Return the solved challenge as the server reads it; tells how far it is, 0 to 1. */
export async function solve(challenge: Challenge, tell: (share: number) => void): Promise<string> {
  const asked = challenge.parameters as unknown as Parameters;
  const likely = 16 ** asked.keyPrefix.length;
  for (let from = 0; ; from += SLICE) {
    const tries = Array.from({ length: SLICE }, (_, at) => derived(asked, from + at));
    const keys = await Promise.all(tries);
    const at = keys.findIndex((key) => key.startsWith(asked.keyPrefix));
    if (at >= 0) return packed(challenge, from + at, keys[at] ?? "");
    // How long it takes is chance: the share nears 1 and never reaches it.
    tell(1 - Math.exp(-from / likely));
  }
}

async function derived(asked: Parameters, counter: number): Promise<string> {
  const nonce = bytes(asked.nonce);
  const secret = new Uint8Array(nonce.length + 4);
  secret.set(nonce);
  new DataView(secret.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt: bytes(asked.salt), iterations: asked.cost };
  return hex(new Uint8Array(await crypto.subtle.deriveBits(way, key, asked.keyLength * 8)));
}

function packed(challenge: Challenge, counter: number, derivedKey: string): string {
  return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const found = new Uint8Array(text.length / 2);
  for (let at = 0; at < found.length; at++) found[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  return found;
}

function hex(given: Uint8Array): string {
  return Array.from(given, (one) => one.toString(16).padStart(2, "0")).join("");
}
