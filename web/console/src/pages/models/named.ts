/** Return the word for a code; one that has none is shown as it is. */
export function named(say: object, code: string): string {
  const word: unknown = Reflect.get(say, code);
  return typeof word === "string" ? word : code;
}
