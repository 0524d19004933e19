import { useLook, useWords } from "@liuke/kit/scheme.tsx";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { shellWords } from "../shell/shell.words.ts";

/** A page below the first: the way back, its title, and what it shows. */
export function Page(props: { title: string; back?: string; figure?: ReactNode; children: ReactNode }) {
  const { title, back = "/", figure, children } = props;
  const say = useWords(shellWords);
  return (
    <section className="m-page">
      <title>{title}</title>
      <header className="m-head">
        <Link to={back} className="m-back" aria-label={say.back}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M15 5l-7 7 7 7" />
          </svg>
        </Link>
        <h1>{title}</h1>
        {figure}
      </header>
      {children}
    </section>
  );
}

/** Switch between Chinese and English, on this device. */
export function LanguageSwitch() {
  const say = useWords(shellWords);
  const { language, setLanguage } = useLook();
  const other = language === "en" ? "zh-CN" : "en";
  return (
    <button type="button" className="m-quiet" lang={other} onClick={() => setLanguage(other)}>
      {say.language}
    </button>
  );
}
