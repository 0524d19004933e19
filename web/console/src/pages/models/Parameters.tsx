import { Facts } from "@liuke/kit/desk/Facts.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { modelsWords } from "./models.words.ts";

interface Shown {
  name: string;
  value: string;
}

/** Every parameter by its path, as it is kept; long lists by their length. */
function flat(value: unknown, path = ""): Shown[] {
  if (Array.isArray(value)) {
    return [{ name: path, value: value.length > 8 ? `[${value.length}]` : value.join(", ") }];
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => flat(inner, path ? `${path}.${name}` : name));
  }
  if (value === null || value === "") return [];
  return [{ name: path, value: typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value) }];
}

/** The parameters of a model. */
export function Parameters({ of }: { of: unknown }) {
  const say = useWords(modelsWords);
  return (
    <details>
      <summary>{say.parameters}</summary>
      <Facts of={flat(of).map((one) => [one.name, one.value] as const)} />
    </details>
  );
}
