import { focusFirst, useFocusBack } from "@liuke/kit/desk/focus.ts";
import type { Problem } from "@liuke/kit/problem.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Modal } from "antd";
import { useId, useRef, type ReactNode } from "react";
import { familyWords } from "./family.words.ts";

interface Props<T> {
  title: string;
  act: string;
  acting: { isPending: boolean; error: Problem | null };
  /** May be pressed: what stands beside the fields is chosen. */
  ready?: boolean;
  first?: Partial<T>;
  onSend: (given: T) => void;
  onClose: () => void;
  children: ReactNode;
}

/** A short form in a dialogue: fields, what was refused, and one button. */
export function FormDialogue<T extends object>(props: Props<T>) {
  const { title, act, acting, ready = true, first, onSend, onClose, children } = props;
  const say = useWords(familyWords);
  useFocusBack();
  const form = useId();
  const inside = useRef<HTMLDivElement>(null);
  return (
    <Modal open title={title} onCancel={onClose} destroyOnHidden mask={{ closable: false }} afterOpenChange={(shown) => shown && focusFirst(inside.current)} footer={
      <>
        <Button onClick={onClose}>{say.cancel}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={acting.isPending} disabled={!ready}>{act}</Button>
      </>
    }>
      <div ref={inside}>
        <Form<T> id={form} layout="vertical" requiredMark={false} onFinish={onSend} {...(first ? { initialValues: first } : {})}>
          {children}
          {acting.error && <ProblemNote of={acting.error} />}
        </Form>
      </div>
    </Modal>
  );
}
