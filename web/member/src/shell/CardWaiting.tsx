import { Waiting } from "@liuke/kit/notes.tsx";

/** Hold the place of the card and what stands below it. */
export function CardWaiting() {
  return (
    <div className="m-page" aria-busy="true">
      <Waiting rows={1} height={28} />
      <Waiting rows={1} height={196} />
      <Waiting rows={2} height={88} />
    </div>
  );
}
