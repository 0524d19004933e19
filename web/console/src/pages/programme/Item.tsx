import { DeleteOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import { stepsOf, type Named, type Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { nameOf } from "./tell.ts";

interface Props {
  path: Path;
  thing: Named;
  told: string;
  children: ReactNode;
}

/** One rule, level set, book or coupon: its sentence, and its form when it is open. */
export function Item({ path, thing, told, children }: Props) {
  const say = useWords(editorWords);
  const { by, set, faults } = useEditing();
  const [query, setQuery] = useSearchParams();
  const place = path.join(".");
  const open = query.get("open") === place;
  const faulty = faults.filter((one) => `${stepsOf(one.path).join(".")}.`.startsWith(`${place}.`)).length;
  const name = nameOf(thing, by.language);
  const toggle = (wanted: boolean) =>
    setQuery(
      (before) => {
        if (wanted) before.set("open", place);
        else if (before.get("open") === place) before.delete("open");
        return before;
      },
      { replace: true },
    );
  return (
    <details className="item" open={open} onToggle={(event) => toggle(event.currentTarget.open)}>
      <summary>
        <span>
          <strong>{name}</strong> {faulty > 0 && <span className="item-faults">{faulty}</span>}
        </span>
        <span className="lk-2">{told}</span>
      </summary>
      {open && (
        <div className="item-form">
          {children}
          <Button
            type="text"
            danger
            icon={<DeleteOutlined />}
            onClick={() => {
              toggle(false);
              set(path, undefined);
            }}
          >
            {say.remove(name)}
          </Button>
        </div>
      )}
    </details>
  );
}

/** A section of the editor: its items, and how to add one. */
export function Section(props: { title?: string; add: string; onAdd: () => void; children: ReactNode }) {
  return (
    <section className="section">
      {props.title && <h3>{props.title}</h3>}
      {props.children}
      <div>
        <Button onClick={props.onAdd}>{props.add}</Button>
      </div>
    </section>
  );
}

/** Return how to add something to a list of the document and open it. */
export function useAdd() {
  const { doc, set } = useEditing();
  const [, setQuery] = useSearchParams();
  return (list: "rules" | "books" | "coupons" | "tiers" | "groups" | "cards", made: Named) => {
    const place = doc[list]?.length ?? 0;
    set([list], [...(doc[list] ?? []), made]);
    setQuery(
      (before) => {
        before.set("open", `${list}.${place}`);
        return before;
      },
      { replace: true },
    );
  };
}
