import type { Version } from "@liuke/client/api.ts";
import { useAct } from "@liuke/kit/ask.ts";
import { ApprovalWait } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Modal } from "antd";
import { Alone, useSecond } from "./Alone.tsx";
import { versionsWords } from "./versions.words.ts";

/** Withdraw a version, told with what rules afterwards. */
export function RollBack(props: { version: Version; next: Version | undefined; onClose: () => void }) {
  const { version, next, onClose } = props;
  const say = useWords(versionsWords);
  const { limit } = useSecond();
  const act = useAct("POST /v1/programmes/withdrawals", {
    refresh: ["GET /v1/programmes/versions", "GET /v1/promotions/rules", "GET /v1/approvals"],
    onDone: onClose,
  });
  const waits = act.error?.code === "approval_needed" ? act.error : null;
  const send = (approval?: string) => act.mutate({ body: [version.id], approval });
  const effect =
    version.state === "scheduled"
      ? say.backScheduled(version.number)
      : version.state === "pilot"
        ? say.backPilot(version.number)
        : next
          ? say.backTo(version.number, next.number)
          : say.backToNothing(version.number);
  return (
    <Modal
      open
      title={say.backTitle(version.number)}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{say.keep}</Button>
          {!waits && (
            <Button type="primary" danger loading={act.isPending} onClick={() => send()}>
              {limit < 1 ? say.askBack : say.back(version.number)}
            </Button>
          )}
        </>
      }
    >
      <div className="publish">
        <p>{effect}</p>
        {!waits && <Alone />}
        {act.error && !waits && <ProblemNote of={act.error} />}
        {waits && <ApprovalWait of={waits} act={say.back(version.number)} busy={act.isPending} onGo={send} />}
      </div>
    </Modal>
  );
}
