import { instant } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { Button } from "antd";
import { Link } from "react-router";
import type { Doc } from "./document.ts";
import { programmeWords } from "./programme.words.ts";
import { aired, nameOf } from "./tell.ts";
import { useStoreNames } from "./teller.ts";
import type { Programme } from "./versions.ts";

/** How one programme stands: what is live, since when, what is scheduled or piloted. */
export function Standing({ of, doc }: { of: Programme; doc: Doc | undefined }) {
  const say = useWords(programmeWords);
  const language = useLanguage();
  const place = usePlace();
  const may = useMay("programme.edit");
  const store = useStoreNames();
  const stores = (codes: string[]) => codes.map(store).join(language === "en" ? ", " : "、");
  const date = (at: string | null) => instant(at, place, language);
  const scheduled = of.versions.filter((one) => one.state === "scheduled");
  const pilots = of.versions.filter((one) => one.state === "pilot");
  return (
    <header className="standing">
      <div>
        <h2>{doc ? nameOf(doc, language) : of.code}</h2>
        <p className="standing-facts">
          {of.live ? (
            <Mark tone="good">
              {say.live} v{of.live.number}
            </Mark>
          ) : (
            <Mark tone="plain">{say.notLive}</Mark>
          )}
          {of.live && <span className="lk-2">{say.since(date(of.live.effective_from))}</span>}
          {scheduled.map((one) => (
            <Mark key={one.id} tone="waits">
              {say.scheduled(one.number, date(one.effective_from))}
            </Mark>
          ))}
          {pilots.map((one) => (
            <Mark key={one.id} tone="waits">
              {aired(say.pilot(one.number, stores(one.pilot ?? [])), language)}
              {one.pilot_until && say.pilotUntil(date(one.pilot_until))}
            </Mark>
          ))}
        </p>
      </div>
      <div className="page-acts">
        <Link to={`/programme/${of.code}/edit/versions`}>
          <Button>
            {say.versions} {of.versions.length}
          </Button>
        </Link>
        {may && (
          <Link to={`/programme/${of.code}/edit/tiers`}>
            <Button type="primary" ghost>
              {of.draft ? say.resume(of.draft.number) : say.edit}
            </Button>
          </Link>
        )}
      </div>
    </header>
  );
}
