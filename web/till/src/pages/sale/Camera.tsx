import { kitWords } from "@liuke/kit/kit.words.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Modal } from "antd";
import { useEffect, useRef, useState } from "react";
import { saleWords } from "./sale.words.ts";
import { cameraWords } from "./camera.words.ts";

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}
type Maker = new () => Detector;

function makerOf(): Maker | null {
  return (globalThis as { BarcodeDetector?: Maker }).BarcodeDetector ?? null;
}

type Hindered = "cannot" | "closed" | "refused";

/** Return what keeps this browser from reading codes with its camera; null when nothing does. */
function hindrance(): Hindered | null {
  if (!isSecureContext) return "closed";
  return makerOf() === null || navigator.mediaDevices === undefined ? "cannot" : null;
}

const EVERY_MS = 150;

/** Read one code from the camera. */
export function Camera({ onCode, onClose }: { onCode: (code: string) => void; onClose: () => void }) {
  const say = useWords(saleWords);
  const words = useWords(cameraWords);
  const kit = useWords(kitWords);
  const video = useRef<HTMLVideoElement>(null);
  const [hindered, setHindered] = useState<Hindered | null>(hindrance);

  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer = 0;
    const Maker = makerOf();
    const begin = async () => {
      if (hindrance() !== null || Maker === null || video.current === null) return;
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.current.srcObject = stream;
      await video.current.play();
      const detector = new Maker();
      timer = window.setInterval(() => {
        if (video.current === null) return;
        detector.detect(video.current).then(
          ([first]) => {
            if (!first) return;
            onCode(first.rawValue);
            onClose();
          },
          () => undefined,
        );
      }, EVERY_MS);
    };
    begin().catch(() => setHindered("refused"));
    return () => {
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, [onCode, onClose]);

  return (
    <Modal open title={say.camera} footer={null} onCancel={onClose} closable={{ "aria-label": kit.close }}>
      {hindered === null ? (
        <video ref={video} className="till-camera" muted playsInline aria-label={words.aim} />
      ) : (
        <>
          <p>{words[hindered]}</p>
          <Digits
            onCode={(code) => {
              onCode(code);
              onClose();
            }}
          />
        </>
      )}
    </Modal>
  );
}

/** The way on without a camera: the digits that stand below the bars. */
function Digits({ onCode }: { onCode: (code: string) => void }) {
  const words = useWords(cameraWords);
  const [text, setText] = useState("");
  return (
    <form
      className="till-find"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) onCode(text.trim());
      }}
    >
      <label>
        {words.digits}
        <input className="till-input" autoFocus autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <Button type="primary" htmlType="submit" disabled={!text.trim()}>
        {words.take}
      </Button>
    </form>
  );
}
