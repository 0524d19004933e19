import { useAsk } from "@liuke/kit/ask.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import type { Asks } from "./asks.ts";
import { buildWords } from "./build.words.ts";
import { useSentence } from "./sentence.ts";

/** What a segment asks of its members, in a sentence, and the way to it. */
export function SegmentTold({ code, asks }: { code: string; asks: Asks }) {
  const say = useWords(buildWords);
  const sentence = useSentence(asks);
  const { data } = useAsk("GET /v1/segments/{code}", { path: { code } }, { staleTime: 60_000 });
  if (data?.code !== code) return null;
  return (
    <span className="build-told lk-2">
      {data.tree ? sentence(data.tree) : say.frozen} <Link className="lk-link" to={`/segments/${code}`}>{say.openSegment}</Link>
    </span>
  );
}
