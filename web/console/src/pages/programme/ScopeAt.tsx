import { useWords } from "@liuke/kit/scheme.tsx";
import { useState } from "react";
import { at, type Path, type Scope } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { GoodsRows, OF_RULES } from "./GoodsRows.tsx";
import { goodsWords } from "./goods.words.ts";

type Label = (what: string) => string;

interface SideProps {
  path: Path;
  among: number;
  first: string;
  /** What joins alternatives, and what offers one more. */
  before: (place: number) => string;
  more: string;
  outer: Label;
  label: Label;
}

/** Alternatives: goods that fit one of them. */
function Side({ path, among, first, before, more, outer, label }: SideProps) {
  const say = useWords(goodsWords);
  // How many there were when one more was asked for: once it is chosen there are more.
  const [asked, ask] = useState<number | null>(null);
  // Rows that are not in the document yet belong to a place; where places shift they begin anew.
  const [generation, renew] = useState(0);
  const places = Math.max(among + Number(asked === among), 1);
  const close = () => {
    ask(null);
    if (among > 1) renew(generation + 1);
  };
  return (
    <>
      {Array.from({ length: places }, (_, place) => (
        <div key={`${generation} ${place}`} className="clause-words">
          {before(place)}
          <GoodsRows
            path={[...path, place]}
            kinds={OF_RULES}
            joint={say.both}
            first={first}
            firstLabel={outer(first)}
            label={(what) => label(place === 0 ? what : say.numbered(what, place + 1))}
            onEmpty={close}
          />
        </div>
      ))}
      {among > 0 && places === among && (
        <button type="button" className="lk-link" onClick={() => ask(among)}>
          {more}
        </button>
      )}
    </>
  );
}

const AS_IS: Label = (what) => what;

/** Which goods: any of some alternatives, and none of others. */
export function ScopeAt({ path, all, label = AS_IS }: { path: Path; all?: string; label?: Label }) {
  const say = useWords(goodsWords);
  const { doc } = useEditing();
  const { include = [], exclude = [] } = (at(doc, path) ?? {}) as Scope;
  return (
    <div className="steps">
      <Side
        path={[...path, "include"]}
        among={include.length}
        first={say.only}
        before={(place) => (place > 0 ? say.either : include.length === 0 ? (all ?? say.allGoods) : "")}
        more={say.orElse}
        outer={label}
        label={label}
      />
      <Side
        path={[...path, "exclude"]}
        among={exclude.length}
        first={say.without}
        before={() => (exclude.length > 0 ? say.not : "")}
        more={say.norElse}
        outer={label}
        label={(what) => label(say.notOf(what))}
      />
    </div>
  );
}
