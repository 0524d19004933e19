import { lettersAreOn, switchLetters, useOneKeys } from "@liuke/kit/keys.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Checkbox, Modal } from "antd";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { menuFor } from "./menu.ts";
import { shellWords } from "./shell.words.ts";

interface Props {
  shown: boolean;
  onShow: (shown: boolean) => void;
}

/** One-letter keys: `/` finds, `?` lists the keys, `g m` goes to members; who dictates switches them off. */
export function Keys({ shown, onShow }: Props) {
  const say = useWords(shellWords);
  const me = useMe();
  const go = useNavigate();
  const [on, setOn] = useState(lettersAreOn);
  const turn = (wanted: boolean) => {
    switchLetters(wanted);
    setOn(wanted);
  };
  const letters = useMemo(
    () => menuFor(me.permissions).flatMap((group) => group.entries.filter((entry) => entry.letter)),
    [me.permissions],
  );
  const keys = useMemo(
    () => ({
      "/": () => document.querySelector<HTMLInputElement>("#search")?.focus(),
      "?": () => onShow(true),
      ...Object.fromEntries(
        letters.map((entry) => [`g ${entry.letter ?? ""}`, () => void go(entry.path)]),
      ),
    }),
    [letters, go, onShow],
  );
  useOneKeys(keys);
  return (
    <Modal open={shown} title={say.keysTitle} footer={null} onCancel={() => onShow(false)}>
      <dl className="keys">
        <dt>Ctrl K</dt>
        <dd>{say.keySearch}</dd>
        <dt>/</dt>
        <dd>{say.keySearch}</dd>
        <dt>?</dt>
        <dd>{say.keyHelp}</dd>
        <dt>j k ↓ ↑</dt>
        <dd>{say.keyRows}</dd>
        <dt>Enter</dt>
        <dd>{say.keyOpen}</dd>
        <dt>x</dt>
        <dd>{say.keyChoose}</dd>
        {letters.map((entry) => [
          <dt key={`${entry.path} key`}>g {entry.letter}</dt>,
          <dd key={entry.path}>{say[entry.word]}</dd>,
        ])}
      </dl>
      <Checkbox checked={on} onChange={(event) => turn(event.target.checked)}>{say.keysOn}</Checkbox>
    </Modal>
  );
}
