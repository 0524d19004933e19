import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useState, type FormEvent } from "react";
import { Field } from "../../parts/Field.tsx";
import { Page } from "../../parts/Page.tsx";
import { Surely } from "../../parts/Surely.tsx";
import { Children } from "./Children.tsx";
import { familyWords } from "./family.words.ts";

/** Who lives with the member: how many, and their children. */
export default function Family() {
  const say = useWords(familyWords);
  return (
    <Page title={say.title} back="/me">
      <Household />
      <Children />
    </Page>
  );
}

function Household() {
  const say = useWords(familyWords);
  const kin = useAsk("GET /v1/m/household", {});
  const leave = useAct("DELETE /v1/m/household", { refresh: ["GET /v1/m/household", "GET /v1/m/household/size"] });
  return (
    <section className="m-section">
      <h2>{say.home}</h2>
      <Size />
      <Region asked={kin} waiting={<Waiting rows={1} height={44} />}>
        {(all) =>
          all.length > 0 && (
            <>
              <p className="lk-2">{say.kin(all.length)}</p>
              {leave.error && <ProblemNote of={leave.error} />}
              <Surely
                word={say.leave} effect={say.leaveEffect} busy={leave.isPending}
                act={leave.isPending ? say.leaving : say.leave} onAct={() => leave.mutate({})}
              />
            </>
          )
        }
      </Region>
    </section>
  );
}

function Size() {
  const say = useWords(familyWords);
  const known = useAsk("GET /v1/m/household/size", {});
  const [typed, type] = useState<string | null>(null);
  const size = typed ?? String(known.data?.size ?? "");
  const [tried, setTried] = useState(false);
  const save = useAct("PUT /v1/m/household", {
    refresh: ["GET /v1/m/household", "GET /v1/m/household/size"],
    onDone: () => type(null),
  });
  const number = Number(size.normalize("NFKC"));
  const fit = Number.isInteger(number) && number >= 1 && number <= 50;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fit) save.mutate({ body: { size: number } });
  };
  return (
    <form className="m-form" onSubmit={submit}>
      <Field
        label={say.size} value={size} onChange={type} inputMode="numeric" hint={say.sizeHint}
        fault={tried && !fit ? say.needSize : undefined}
        side={
          <button type="submit" className="m-button m-plain" disabled={save.isPending}>
            {save.isPending ? say.saving : say.save}
          </button>
        }
      />
      {save.error && <ProblemNote of={save.error} />}
      <output>{save.isSuccess && say.saved}</output>
    </form>
  );
}
