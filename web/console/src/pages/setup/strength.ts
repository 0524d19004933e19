/** How good a password is, judged while it is typed; the server has the last word. */

export type Strength = "short" | "known" | "weak" | "fair" | "good";

const KNOWN = /^(password|passw0rd|12345678|123456789|1234567890|qwertyui|11111111|88888888|iloveyou|admin123|liuke)/i;

/** Judge a password beside the words an attacker would try first. */
export function strengthOf(password: string, near: readonly string[]): Strength {
  if (password.length < 8) return "short";
  const low = password.toLowerCase();
  const told = near.some((one) => one.length > 2 && low.includes(one.toLowerCase()));
  if (KNOWN.test(password) || told || /^(.)\1+$/.test(password)) return "known";
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\da-zA-Z]/].filter((kind) => kind.test(password)).length;
  const different = new Set(password).size;
  if (password.length >= 14 && different >= 8) return "good";
  if (password.length >= 10 && kinds >= 3) return "good";
  return password.length >= 10 || kinds >= 3 ? "fair" : "weak";
}
