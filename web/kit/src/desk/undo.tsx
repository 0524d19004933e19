/** What can be taken back exactly happens at once, with ten seconds to take it back. */

import { App } from "antd";
import { useCallback } from "react";
import { ProblemNote } from "../notes.tsx";
import { useWords } from "../scheme.tsx";
import { deskWords } from "./desk.words.ts";

const SECONDS = 10;

/** Return `offer(text, undo)`: says what happened, with a button that takes it back. */
export function useUndo() {
  const { message } = App.useApp();
  const say = useWords(deskWords);
  return useCallback(
    (text: string, undo: () => Promise<unknown>) => {
      const key = crypto.randomUUID();
      const back = async () => {
        message.destroy(key);
        try {
          await undo();
          void message.info({ content: say.undone, duration: 3 });
        } catch (thrown) {
          void message.open({ content: <ProblemNote of={thrown} />, duration: SECONDS });
        }
      };
      void message.open({
        key,
        duration: SECONDS,
        content: (
          <output>
            {text}{" "}
            <button type="button" className="lk-link" onClick={() => void back()}>
              {say.undo}
            </button>
          </output>
        ),
      });
    },
    [message, say],
  );
}
