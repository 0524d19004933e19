import { DeleteOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Switch } from "antd";
import { DeedsForm, useFreshDeed } from "./DeedsForm.tsx";
import { freshCode, type Path, type Rung, type TierSet } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { MoneyAt, NumberAt, PointsAt } from "./amounts.tsx";
import { ChoiceAt } from "./choices.tsx";
import { Clause } from "./Clause.tsx";
import { TextAt } from "./fields.tsx";
import { giftsWords } from "./gifts.words.ts";

interface OfRung {
  path: Path;
  rung: Rung;
  place: number;
  basis: TierSet["basis"];
  onRemove: () => void;
}

function RungForm({ path, rung, place, basis, onRemove }: OfRung) {
  const { by } = useEditing();
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  const name = say.rung(place + 1);
  const label = `${name} ${say.reaches}`;
  return (
    <fieldset className="gift">
      <legend className="lk-2">{name}</legend>
      <div className="clause-words">
        {basis.kind === "spend" ? (
          <MoneyAt path={[...path, "threshold"]} label={label} told={say.reaches} />
        ) : (
          <PointsAt path={[...path, "threshold"]} label={label} told={say.reaches} decimals={by.decimals(basis.book ?? "")} min={1} hint="" />
        )}
        <Button
          type="text"
          aria-label={both.remove(name)}
          icon={<DeleteOutlined aria-hidden />}
          onClick={onRemove}
        />
      </div>
      <div className="clause-words">
        <TextAt path={[...path, "name_zh"]} label={`${name} ${both.nameZh}`} told={both.nameZh} />
        <TextAt path={[...path, "name"]} label={`${name} ${both.nameEn}`} told={both.nameEn} />
      </div>
      <DeedsForm path={[...path, "deeds"]} deeds={rung.deeds} of={name} />
    </fieldset>
  );
}

/** When a rung may be claimed, and how several stand together. */
function Claiming({ path, addsUp }: { path: Path; addsUp: boolean }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  const { set } = useEditing();
  return (
    <div className="clause-words">
      <ChoiceAt
        path={[...path, "claim_from"]}
        label={say.claimFrom}
        none="reached"
        options={["reached", "period_end"].map((value) => ({ value, label: say.claims(value) }))}
      />
      <NumberAt path={[...path, "claim_days"]} label={say.claimDays} told none={0} suffix={both.days} />
      <span className="lk-2">{say.lapses}</span>
      <label className="field-switch">
        <Switch
          aria-label={say.addsUp}
          checked={addsUp}
          onChange={(made) => set([...path, "adds_up"], made ? undefined : false)}
        />{" "}
        {addsUp ? say.addsUp : say.oneOnly}
      </label>
    </div>
  );
}

/** The ladder of a set: what may be claimed in each period, and until when. */
export function LadderForm({ path, set }: { path: Path; set: TierSet }) {
  const say = useWords(giftsWords);
  const { set: change, doc } = useEditing();
  const fresh = useFreshDeed();
  const rungs = set.ladder?.rungs ?? [];
  const add = () => {
    const last = rungs.at(-1)?.threshold ?? 500;
    const deeds = [fresh(doc.coupons?.length ? "coupons.issue" : "points.award")];
    const made: Rung = { code: freshCode("rung", rungs), threshold: last * (rungs.length ? 2 : 1), deeds };
    change([...path, "rungs"], [...rungs, made]);
  };
  if (rungs.length === 0) {
    return (
      <Clause title={say.ladder}>
        <span className="lk-2">{say.ladderOn}</span>
        <button type="button" className="lk-link" onClick={add}>
          {say.addRung}
        </button>
      </Clause>
    );
  }
  return (
    <Clause title={say.ladder}>
      <div className="steps">
        <span className="lk-2">{say.ladderOn}</span>
        {rungs.map((rung, place) => (
          <RungForm
            key={rung.code}
            path={[...path, "rungs", place]}
            rung={rung}
            place={place}
            basis={set.basis}
            onRemove={() => change(rungs.length === 1 ? path : [...path, "rungs", place], undefined)}
          />
        ))}
        <button type="button" className="lk-link" onClick={add}>
          {say.addRung}
        </button>
        <Claiming path={path} addsUp={set.ladder?.adds_up ?? true} />
      </div>
    </Clause>
  );
}
