/** Where a text stops being JSON: browsers tell that a text is broken, few tell where. */

const STRING = /"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const ATOM = /"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null/y;
const SPACE = /[\t\n\r ]*/y;

/** Return the line and column at which a text is not JSON any more; null where all of it is. */
export function brokenAt(text: string): { line: number; column: number } | null {
  let at = 0;
  const take = (what: RegExp): boolean => {
    what.lastIndex = at;
    const found = what.exec(text);
    if (found) at += found[0].length;
    return found !== null;
  };
  const eat = (sign: string): boolean => {
    take(SPACE);
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  };
  const list = (end: string, one: () => boolean): boolean => {
    if (eat(end)) return true;
    do {
      if (!one()) return false;
    } while (eat(","));
    return eat(end);
  };
  const member = (): boolean => {
    take(SPACE);
    return take(STRING) && eat(":") && value();
  };
  const value = (): boolean => {
    if (eat("{")) return list("}", member);
    return eat("[") ? list("]", value) : take(ATOM);
  };
  const whole = value();
  take(SPACE);
  if (whole && at === text.length) return null;
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
