import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Bars, Qr } from "@liuke/kit/draw/Codes.tsx";
import { Page } from "../../parts/Page.tsx";
import { useCardCode } from "../../parts/useCardCode.ts";
import { useHome } from "../../shell/home.tsx";
import { homeWords } from "../home/home.words.ts";
import { grouped } from "../home/MemberCard.tsx";
import "./card.css";

/** The card as large as the screen is wide: the code for a camera, the bars for a scanner. */
export default function LargeCard() {
  const { card, me } = useHome();
  const say = useWords(homeWords);
  const { code, left, error, refetch } = useCardCode();
  return (
    <Page title={say.title}>
      <div className="large-card">
        <div className="large-qr">{code && <Qr text={code} name={say.qr} />}</div>
        <p className="lk-num">{code ? say.renews(left) : " "}</p>
        {card?.number && (
          <>
            <Bars text={card.number} name={say.bars(card.number)} />
            <p className="lk-num large-number">{grouped(card.number)}</p>
          </>
        )}
        {me.name && <p>{me.name}</p>}
      </div>
      {error && <ProblemNote of={error} onRetry={() => void refetch()} />}
    </Page>
  );
}
