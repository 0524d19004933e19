import { kitWords } from "@liuke/kit/kit.words.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Modal } from "antd";
import { useRef, type FocusEvent, type ReactNode } from "react";

/** A dialogue of the till: no buttons of its own, Esc closes it. */
export function Sheet(props: { title: string; wide?: boolean; onClose: () => void; children: ReactNode }) {
  const kit = useWords(kitWords);
  const body = useRef<HTMLDivElement>(null);
  const settle = () => {
    if (body.current?.contains(document.activeElement)) return;
    const first = body.current?.querySelector<HTMLElement>("input:not([type=radio]), .ant-btn-primary, button");
    first?.focus();
  };
  // The dialogue would rather stand on its close button, where Enter undoes what was asked for.
  const enter = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) settle();
  };
  return (
    <Modal
      open
      title={props.title}
      width={props.wide ? 720 : 520}
      footer={null}
      onCancel={props.onClose}
      afterOpenChange={settle}
      wrapProps={{ onFocus: enter }}
      closable={{ "aria-label": kit.close }}
      mask={{ closable: false }}
      className="till-sheet"
    >
      <div ref={body}>{props.children}</div>
    </Modal>
  );
}
