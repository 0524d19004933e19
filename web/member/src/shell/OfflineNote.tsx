import { useWords } from "@liuke/kit/scheme.tsx";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { shellWords } from "./shell.words.ts";

/** Say that the line is cut; ask everything anew once it is back. */
export function OfflineNote() {
  const say = useWords(shellWords);
  const client = useQueryClient();
  const [cut, setCut] = useState(!navigator.onLine);
  useEffect(() => {
    const lost = () => setCut(true);
    const back = () => {
      setCut(false);
      void client.invalidateQueries();
    };
    addEventListener("offline", lost);
    addEventListener("online", back);
    return () => {
      removeEventListener("offline", lost);
      removeEventListener("online", back);
    };
  }, [client]);
  return (
    <output className={cut ? "m-offline" : ""}>{cut && say.offline}</output>
  );
}
