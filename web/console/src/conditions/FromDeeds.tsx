import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import type { Language } from "@liuke/kit/words.ts";
import { Button, Form, Input, Modal } from "antd";
import { useId, useState } from "react";
import { useAsks, type Asks } from "./asks.ts";
import { fromDeedsWords } from "./build.words.ts";
import { Question } from "./Builder.tsx";
import type { Fault } from "./RowNote.tsx";
import { useSentence } from "./sentence.ts";
import { blank, isComplete, type Group } from "./tree.ts";

interface Props {
  onClose: () => void;
  onMade: (code: string) => void;
}

/** Ask what members did, where only a segment may: it is kept as one, and used at once. */
export function FromDeeds(props: Props) {
  const asks = useAsks("members");
  const say = useWords(fromDeedsWords);
  if (asks) return <Asked asks={asks} {...props} />;
  return (
    <Modal open title={say.title} footer={null} onCancel={props.onClose}>
      <Waiting rows={3} height={32} />
    </Modal>
  );
}

const NAME_MAX = 100;

function useTree(asks: Asks) {
  const event = asks.deeds.some((one) => one.name === "line") ? { event: "line" } : {};
  const [tree, edit] = useState<Group>(() => ({ kind: "all", of: [{ ...blank("did", asks), ...event }] }));
  const ready = tree.of.length > 0 && isComplete(tree);
  const sizes = useAsk("POST /v1/segments/sizes", { body: { tree } }, { enabled: ready, staleTime: 5_000 });
  return { tree, edit, ready, sizes };
}

function Asked({ asks, onClose, onMade }: Props & { asks: Asks }) {
  const say = useWords(fromDeedsWords);
  const language = useLanguage();
  const form = useId();
  const { tree, edit, ready, sizes } = useTree(asks);
  const [typed, type] = useState<string | null>(null);
  const [code] = useState(() => `asked_${crypto.randomUUID().slice(0, 8)}`);
  const sentence = useSentence(asks);
  const told = (own: Language) => sentence(tree, own).slice(0, NAME_MAX);
  const name = typed ?? told(language);
  const act = useAct("POST /v1/segments", {
    refresh: ["GET /v1/facts", "GET /v1/segments"],
    onDone: (made) => {
      onMade(made.code);
      onClose();
    },
  });
  const [name_zh, name_en] = language === "en" ? [told("zh-CN"), name] : [name, told("en")];
  const send = () => act.mutate({ body: { code, name: name_en, name_zh, tree } });
  const fits = ready ? (sizes.data ? say.fits(count(sizes.data.members)) : say.counting) : say.unready;
  const faults = (act.error ?? sizes.error)?.field<Fault[]>("faults");
  return (
    <Modal open width={760} title={say.title} onCancel={onClose} footer={
      <>
        <Button onClick={onClose}>{say.cancel}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={act.isPending} disabled={!ready || name.trim() === ""}>{say.act}</Button>
      </>
    }>
      <Form id={form} layout="vertical" requiredMark={false} onFinish={send} className="from-deeds">
        <p className="lk-2">{say.why}</p>
        <Question tree={tree} asks={asks} empty="" notes={{ faults }} onChange={edit} />
        <output className="lk-2">{fits}</output>
        <Form.Item label={say.name} htmlFor={`${form}-name`}>
          <Input id={`${form}-name`} value={name} maxLength={NAME_MAX} onChange={({ target }) => type(target.value)} />
        </Form.Item>
        {act.error && <ProblemNote of={act.error} />}
      </Form>
    </Modal>
  );
}
