import { useLook, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { shellWords } from "./shell.words.ts";

/** Language, colours and the way to the console: at the top of a wide screen, on a phone with the device. */
export function Look() {
  const say = useWords(shellWords);
  const { language, setLanguage, scheme, setChoice } = useLook();
  return (
    <span className="till-look">
      <Button type="text" onClick={() => setLanguage(language === "en" ? "zh-CN" : "en")}>
        {say.language}
      </Button>
      <Button type="text" onClick={() => setChoice(scheme === "dark" ? "light" : "dark")}>
        {scheme === "dark" ? say.light : say.dark}
      </Button>
      <a href="/console/">{say.console}</a>
    </span>
  );
}
