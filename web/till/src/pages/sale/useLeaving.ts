/** Clear the counter, once whoever stands there has said so. */

import { useWords } from "@liuke/kit/scheme.tsx";
import { App } from "antd";
import { isEmpty } from "../../basket/basket.ts";
import { basket as onCounter, clear } from "../../basket/store.ts";
import { saleWords } from "./sale.words.ts";

/** Return what asks before goods are put back; a basket without goods is cleared at once. */
export function useLeaving(): () => void {
  const say = useWords(saleWords);
  const { modal } = App.useApp();
  return () => {
    const now = onCounter.value;
    if (isEmpty(now)) return;
    if (now.lines.length === 0) return clear();
    modal.confirm({
      title: say.clearTitle,
      content: say.clearBody(now.lines.length),
      okText: say.clear,
      cancelText: say.keep,
      okButtonProps: { danger: true },
      onOk: clear,
    });
  };
}
