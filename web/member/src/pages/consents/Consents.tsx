import { useAct, useAsk } from "@liuke/kit/ask.ts";
import type { Answer, Given } from "@liuke/kit/call.ts";
import { instant } from "@liuke/kit/formats.ts";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Tick } from "../../parts/Field.tsx";
import { Page } from "../../parts/Page.tsx";
import { useHome } from "../../shell/home.tsx";
import { CHARTER, CHOICES, textOf } from "./choices.ts";
import { choiceWords } from "./choices.words.ts";
import { consentWords } from "./consents.words.ts";

type Consent = Answer<"GET /v1/m/consents">[number];

interface Row {
  purpose: string;
  channel: string;
  partner: string;
  title: string;
  last: Consent | undefined;
}

/** What a member allows, each by itself, with when it was said. */
export default function Consents() {
  const say = useWords(consentWords);
  const asked = useAsk("GET /v1/m/consents", {});
  return (
    <Page title={say.title} back="/me">
      <p className="lk-2">{say.lead}</p>
      <Region asked={asked} waiting={<Waiting rows={6} height={56} />}>
        {(consents) => <Rows consents={consents} />}
      </Region>
    </Page>
  );
}

function Rows({ consents }: { consents: Consent[] }) {
  const say = useWords(consentWords);
  const rows = useRows(consents);
  const charter = consents.find((one) => one.purpose === CHARTER && one.given);
  const place = usePlace();
  const language = useLanguage();
  return (
    <>
      <ul className="m-list">
        {rows.map((row) => (
          <li key={row.purpose + row.channel + row.partner}>
            <Word row={row} />
          </li>
        ))}
      </ul>
      {charter && (
        <section className="m-section">
          <h2>{say.charter}</h2>
          <p className="lk-2">{say.charterGiven(charter.version, instant(charter.at, place, language))}</p>
        </section>
      )}
    </>
  );
}

/** The choices every shop offers, and what was said besides them, such as for a partner. */
function useRows(consents: Consent[]): Row[] {
  const say = useWords(consentWords);
  const words = useWords(choiceWords);
  const rows: Row[] = CHOICES.map(({ purpose, channel, word }) => ({
    purpose, channel, partner: "", title: words[word],
    last: consents.find((one) => one.purpose === purpose && one.channel === channel && !one.partner),
  }));
  const known = new Set(rows.map((row) => row.last));
  for (const last of consents) {
    if (last.purpose === CHARTER || known.has(last)) continue;
    const choice = CHOICES.find((one) => one.purpose === last.purpose && (one.channel === last.channel || !one.channel));
    const plain = choice ? words[choice.word] : say.other(last.purpose);
    const title = last.partner ? `${plain} · ${say.partner(last.partner)}` : plain;
    rows.push({ purpose: last.purpose, channel: last.channel, partner: last.partner, title, last });
  }
  return rows;
}

function Word({ row }: { row: Row }) {
  const say = useWords(consentWords);
  const language = useLanguage();
  const place = usePlace();
  const { shop } = useHome();
  const about = { query: { merchant_id: shop?.id } } as unknown as Given<"GET /v1/m/shop">;
  const texts = useAsk("GET /v1/m/shop", about, { staleTime: 60_000 });
  const text = textOf(texts.data?.texts ?? [], row.purpose, language);
  const change = useAct("PUT /v1/m/consents", { refresh: ["GET /v1/m/consents"] });
  const said = change.isPending ? change.variables.body[0]?.given : undefined;
  const { purpose, channel, partner, last } = row;
  const put = (given: boolean) =>
    change.mutate({
      body: [{ purpose, channel, partner, given, notice: text?.code ?? "", version: text?.version ?? 0 }],
    });
  const at = last ? instant(last.at, place, language) : "";
  return (
    <>
      <Tick checked={said ?? last?.given ?? false} disabled={change.isPending} onChange={put}>
        {row.title}
        <br />
        <span className="lk-2">{last ? (last.given ? say.given(at) : say.withdrawn(at)) : say.never}</span>
      </Tick>
      {text && (
        <details>
          <summary>{say.read}</summary>
          <p lang={text.locale}>{text.body}</p>
        </details>
      )}
      {change.error && <ProblemNote of={change.error} />}
    </>
  );
}
