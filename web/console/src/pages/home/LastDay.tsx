import { useAddress } from "@liuke/kit/desk/address.ts";
import { day } from "@liuke/kit/formats.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import type { HomeAnswer } from "./Home.tsx";
import { homeWords } from "./home.words.ts";

/** Where nothing was sold: the last day on which something was, to be looked at instead. */
export function LastDay({ home, on }: { home: HomeAnswer; on: string }) {
  const say = useWords(homeWords);
  const language = useLanguage();
  const { set } = useAddress();
  const last = home.last_sale_on;
  if (on) {
    return (
      <p className="card home-last">
        {say.lookingAt(day(home.now_span.until_on, language))}
        <button type="button" className="lk-link" onClick={() => set({ on: null }, { push: true })}>{say.backToday}</button>
      </p>
    );
  }
  if (home.now.orders > 0 || last === null) return null;
  const told = day(last, language);
  return (
    <p className="card home-last">
      {say.quiet(told)}
      <button type="button" className="lk-link" onClick={() => set({ on: last }, { push: true })}>{say.lookAt(told)}</button>
    </p>
  );
}
