import { Region, Waiting } from "@liuke/kit/notes.tsx";
import { problemOf } from "@liuke/kit/problem.ts";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import { useQuery } from "@tanstack/react-query";
import { textOf, type GuideCode } from "./guides.ts";
import "./help.css";
import { Markdown } from "./Markdown.tsx";

interface Props {
  code: GuideCode;
  top: 1 | 2;
}

/** One guide, in the language of the page where it has one. */
export function Guide({ code, top }: Props) {
  const language = useLanguage();
  const asked = useQuery({
    queryKey: ["guide", code, language],
    queryFn: () => textOf(code, language),
    staleTime: Infinity,
  });
  const told = { ...asked, error: asked.error && problemOf(asked.error) };
  return (
    <Region asked={told} waiting={<Waiting rows={8} />}>
      {(text) => <article className="guide"><Markdown text={text} top={top} /></article>}
    </Region>
  );
}
