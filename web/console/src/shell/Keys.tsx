import { useOneKeys } from "@liuke/kit/keys.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Modal } from "antd";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { menuFor } from "./menu.ts";
import { shellWords } from "./shell.words.ts";

/** One-letter keys: `/` finds, `?` lists the keys, `g m` goes to members. */
export function Keys() {
  const say = useWords(shellWords);
  const me = useMe();
  const go = useNavigate();
  const [shown, show] = useState(false);
  const letters = useMemo(
    () => menuFor(me.permissions).flatMap((group) => group.entries.filter((entry) => entry.letter)),
    [me.permissions],
  );
  const keys = useMemo(
    () => ({
      "/": () => document.querySelector<HTMLInputElement>("#search")?.focus(),
      "?": () => show(true),
      ...Object.fromEntries(
        letters.map((entry) => [`g ${entry.letter ?? ""}`, () => void go(entry.path)]),
      ),
    }),
    [letters, go],
  );
  useOneKeys(keys);
  return (
    <Modal open={shown} title={say.keysTitle} footer={null} onCancel={() => show(false)}>
      <dl className="keys">
        <dt>/</dt>
        <dd>{say.keySearch}</dd>
        <dt>?</dt>
        <dd>{say.keyHelp}</dd>
        {letters.map((entry) => [
          <dt key={`${entry.path} key`}>g {entry.letter}</dt>,
          <dd key={entry.path}>{say[entry.word]}</dd>,
        ])}
      </dl>
    </Modal>
  );
}
