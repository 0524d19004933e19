import { kitWords } from "@liuke/kit/kit.words.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Modal } from "antd";
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

/** Return whether this browser can read codes from its camera. */
export function canSee(): boolean {
  return makerOf() !== null && navigator.mediaDevices !== undefined;
}

const EVERY_MS = 150;

/** Read one code from the camera. */
export function Camera({ onCode, onClose }: { onCode: (code: string) => void; onClose: () => void }) {
  const say = useWords(saleWords);
  const words = useWords(cameraWords);
  const kit = useWords(kitWords);
  const video = useRef<HTMLVideoElement>(null);
  const [refused, setRefused] = useState(false);

  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer = 0;
    const Maker = makerOf();
    const begin = async () => {
      if (Maker === null || video.current === null) return;
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
    begin().catch(() => setRefused(true));
    return () => {
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, [onCode, onClose]);

  return (
    <Modal open title={say.camera} footer={null} onCancel={onClose} closable={{ "aria-label": kit.close }}>
      {refused ? <p>{words.refused}</p> : <video ref={video} className="till-camera" muted playsInline aria-label={words.aim} />}
    </Modal>
  );
}
