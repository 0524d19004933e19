import { kitWords } from "@liuke/kit/kit.words.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Modal } from "antd";
import type { ReactNode } from "react";

/** A dialogue of the till: no buttons of its own, Esc closes it. */
export function Sheet(props: { title: string; wide?: boolean; onClose: () => void; children: ReactNode }) {
  const kit = useWords(kitWords);
  return (
    <Modal
      open
      title={props.title}
      width={props.wide ? 720 : 520}
      footer={null}
      onCancel={props.onClose}
      closable={{ "aria-label": kit.close }}
      mask={{ closable: false }}
      className="till-sheet"
    >
      {props.children}
    </Modal>
  );
}
