import { useAsk } from "@liuke/kit/ask.ts";
import { ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { useLook, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Steps } from "antd";
import { Link, useLocation, useSearchParams } from "react-router";
import { tokenOf, useTyped, type Typed } from "./kept.ts";
import { Owner } from "./Owner.tsx";
import { ChooseProgramme } from "./ChooseProgramme.tsx";
import { setupWords } from "./setup.words.ts";
import { ShopStep } from "./ShopStep.tsx";
import { Signed } from "./Signed.tsx";
import { Start } from "./Start.tsx";
import "./setup.css";

const STEPS = ["shop", "owner", "programme", "start"] as const;
export type Step = (typeof STEPS)[number];

/** Say what keeps the first run from beginning, and where to go instead. */
function Stopped({ text }: { text: string }) {
  const say = useWords(setupWords);
  return (
    <div className="card setup-stopped" role="alert">
      <p>{text}</p>
      <Link to="/sign-in">
        <Button type="primary">{say.toSignIn}</Button>
      </Link>
    </div>
  );
}

/** The first two steps, for whoever holds the one-time token. */
function Opening(props: { step: Step; typed: Typed; keep: (more: Partial<Typed>) => void }) {
  const say = useWords(setupWords);
  const { hash } = useLocation();
  const token = tokenOf(hash);
  const state = useAsk("GET /v1/setups/state", {}, { staleTime: Infinity });
  if (state.error) return <ProblemNote of={state.error} onRetry={() => void state.refetch()} />;
  if (!state.data) return <Waiting rows={6} />;
  if (!state.data.open) return <Stopped text={say.closed} />;
  if (token === "") return <Stopped text={say.noToken} />;
  const { stays } = state.data;
  const typed = stays ? { ...props.typed, currency: stays.currency, zone: stays.time_zone } : props.typed;
  if (props.step === "owner" && typed.shop !== "" && typed.store !== "") return <Owner token={token} typed={typed} keep={props.keep} />;
  return <ShopStep typed={typed} keep={props.keep} stays={Boolean(stays)} />;
}

/** The first run: shop, owner, programme, start; each step has its address and can be resumed. */
export default function Setup() {
  const say = useWords(setupWords);
  const { language, setLanguage } = useLook();
  const [query] = useSearchParams();
  const [typed, keep] = useTyped();
  const step: Step = STEPS.find((one) => one === query.get("step")) ?? "shop";
  const told: Record<Step, string> = {
    shop: [typed.shop, typed.store].filter(Boolean).join(" · "),
    owner: [typed.name, typed.sign_in].filter(Boolean).join(" · "),
    programme: "",
    start: "",
  };
  return (
    <main className="setup">
      <header className="setup-head">
        <h1>{say.title}</h1>
        <Button type="text" onClick={() => setLanguage(language === "en" ? "zh-CN" : "en")}>
          {say.language}
        </Button>
      </header>
      <div className="setup-sides">
        <nav aria-label={say.steps}>
          <Steps
            orientation="vertical"
            size="small"
            current={STEPS.indexOf(step)}
            items={STEPS.map((one) => ({ title: say[one], content: told[one] }))}
          />
        </nav>
        <div className="setup-step">
          {step === "programme" || step === "start" ? (
            <Signed step={step}>{step === "programme" ? <ChooseProgramme /> : <Start />}</Signed>
          ) : (
            <Opening step={step} typed={typed} keep={keep} />
          )}
        </div>
      </div>
    </main>
  );
}
