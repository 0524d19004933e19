import { useAct, useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLook, useWords } from "@liuke/kit/scheme.tsx";
import { useState, type FormEvent } from "react";
import { Page } from "../../parts/Page.tsx";
import { useHome } from "../../shell/home.tsx";
import { Answering } from "./Answering.tsx";
import { profileWords } from "./profile.words.ts";

type Own = Answer<"GET /v1/m/profile">;
export type Asked = Answer<"GET /v1/m/profile/fields">[number];

/** What the member tells of themselves; every field is optional. */
export default function Profile() {
  const say = useWords(profileWords);
  const { me } = useHome();
  const own = useAsk("GET /v1/m/profile", {});
  const fields = useAsk("GET /v1/m/profile/fields", {}, { staleTime: 60_000 });
  return (
    <Page title={say.title} back="/me">
      <p className="lk-2">{say.lead}</p>
      <div className="m-card">
        <span className="lk-2">{say.phone}</span>
        <span className="lk-num">{me.phone}</span>
        <span className="lk-2">{say.phoneWhy}</span>
      </div>
      <Region asked={own} waiting={<Waiting rows={4} height={76} />}>
        {(known) => (
          <Region asked={fields} waiting={<Waiting rows={4} height={76} />}>
            {(asked) => <Form known={known} fields={asked} />}
          </Region>
        )}
      </Region>
    </Page>
  );
}

function Form({ known, fields }: { known: Own; fields: readonly Asked[] }) {
  const say = useWords(profileWords);
  const { setLanguage } = useLook();
  const [changed, change] = useState<Record<string, string>>({});
  const save = useAct("PUT /v1/m/profile", {
    refresh: ["GET /v1/m/profile", "GET /v1/m/home"],
    onDone: ({ profile }) => {
      change({});
      const language = profile["language"];
      if (language === "en" || language === "zh-CN") setLanguage(language);
    },
  });
  const dirty = Object.keys(changed).length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dirty) save.mutate({ body: changed });
  };
  // A field nobody gave a label to is the shop's own note, not a question to its members.
  const asked = fields.filter((field) => field.label !== field.code || field.label_zh !== field.code);
  return (
    <form className="m-form" onSubmit={submit}>
      {asked.map((field) => (
        <Answering
          key={field.code} field={field} value={changed[field.code] ?? known.profile[field.code] ?? ""}
          onChange={(value) => change({ ...changed, [field.code]: value })}
        />
      ))}
      {save.error && <ProblemNote of={save.error} />}
      <button type="submit" className="m-button" disabled={save.isPending || !dirty}>
        {save.isPending ? say.saving : say.save}
      </button>
      <output>{save.isSuccess && !dirty && say.saved}</output>
    </form>
  );
}
