/** Language and colour scheme of a page, remembered on this device. */

import { createContext, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from "react";
import { PALETTES, variables, type Palette, type Scheme } from "./tokens.ts";
import {
  chooseLanguage,
  chosenLanguage,
  wordsIn,
  type Catalogue,
  type Language,
} from "./words.ts";

export type SchemeChoice = Scheme | "auto";

interface Look {
  language: Language;
  setLanguage: (language: Language) => void;
  scheme: Scheme;
  choice: SchemeChoice;
  setChoice: (choice: SchemeChoice) => void;
  palette: Palette;
}

const KEY = "liuke.scheme";
const DARK = "(prefers-color-scheme: dark)";
const Looks = createContext<Look | null>(null);

function kept(): SchemeChoice {
  const found = localStorage.getItem(KEY);
  return found === "light" || found === "dark" ? found : "auto";
}

function useSystemDark(): boolean {
  const [dark, setDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const list = matchMedia(DARK);
    const follow = () => setDark(list.matches);
    list.addEventListener("change", follow);
    return () => list.removeEventListener("change", follow);
  }, []);
  return dark;
}

/** Give the pages below language and colours, and set them on the document. */
export function LookIs({ children }: { children: ReactNode }) {
  const [language, speak] = useState<Language>(chosenLanguage);
  const [choice, choose] = useState<SchemeChoice>(kept);
  const dark = useSystemDark();
  const scheme: Scheme = choice === "auto" ? (dark ? "dark" : "light") : choice;
  const palette = PALETTES[scheme];

  // Before the first paint: colours that come after it would flash.
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.dataset["scheme"] = scheme;
    root.style.colorScheme = scheme;
    for (const [name, value] of Object.entries(variables(palette))) root.style.setProperty(name, value);
  }, [language, scheme, palette]);

  const setLanguage = useCallback((wanted: Language) => {
    chooseLanguage(wanted);
    speak(wanted);
  }, []);
  const setChoice = useCallback((wanted: SchemeChoice) => {
    localStorage.setItem(KEY, wanted);
    choose(wanted);
  }, []);
  const look = useMemo(
    () => ({ language, setLanguage, scheme, choice, setChoice, palette }),
    [language, setLanguage, scheme, choice, setChoice, palette],
  );
  return <Looks value={look}>{children}</Looks>;
}

/** Return language, colours and how to change them; only below `LookIs`. */
export function useLook(): Look {
  const look = useContext(Looks);
  if (look === null) throw new Error("useLook stands outside LookIs");
  return look;
}

/** Return the language of the page. */
export function useLanguage(): Language {
  return useLook().language;
}

/** Return the words of a catalogue in the language of the page. */
export function useWords<W>(catalogue: Catalogue<W>): W {
  return wordsIn(catalogue, useLanguage());
}
