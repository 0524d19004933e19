import { useMay } from "@liuke/kit/me.tsx";
import "./member.css";
import { Moments } from "./Moments.tsx";
import { Standing } from "./Standing.tsx";

/** A member beside a list: where they stand, and what happened last. */
export default function Glance({ id }: { id: string }) {
  const mayTiers = useMay("tiers.read");
  return (
    <>
      {mayTiers && <Standing id={id} />}
      <Moments id={id} kinds="" limit={5} />
    </>
  );
}
