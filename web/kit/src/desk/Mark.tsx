/** A state: icon, word and colour together, since colour never speaks alone. */

import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  MinusCircleOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import "./mark.css";

export type MarkTone = "good" | "waits" | "warns" | "bad" | "plain";

const ICONS: Record<MarkTone, ReactNode> = {
  good: <CheckCircleOutlined aria-hidden />,
  waits: <ClockCircleOutlined aria-hidden />,
  warns: <ExclamationCircleOutlined aria-hidden />,
  bad: <CloseCircleOutlined aria-hidden />,
  plain: <MinusCircleOutlined aria-hidden />,
};

/** Show a state in a word. */
export function Mark({ tone, children }: { tone: MarkTone; children: ReactNode }) {
  return (
    <span className={`mark mark-${tone}`}>
      {ICONS[tone]}
      <span>{children}</span>
    </span>
  );
}
