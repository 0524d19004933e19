import type { Answer } from "@liuke/kit/call.ts";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { Facts } from "@liuke/kit/desk/Facts.tsx";
import { Mark, type MarkTone } from "@liuke/kit/desk/Mark.tsx";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { count, dayOf, shortId, validThrough } from "@liuke/kit/formats.ts";
import { Empty, Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Drawer, Input } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { couponWords } from "./coupons.words.ts";
import { useTold } from "./told.ts";

type Coupon = Answer<"POST /v1/searches">["coupons"][number];

/** Look a code up; the address keeps it, so that a link shows the same coupon. */
export function FindCode() {
  const say = useWords(couponWords);
  const { get, set } = useAddress();
  const code = get("code");
  return (
    <div className="page-acts">
      <Button onClick={() => set({ code: code || " " }, { push: true })}>{say.findCode}</Button>
      <Drawer open={code !== ""} title={say.findCode} size={420} destroyOnHidden onClose={() => set({ code: null })}>
        <div className="coupon-found">
          <Input.Search
            autoFocus
            defaultValue={code.trim()}
            placeholder={say.codeHint}
            aria-label={say.codeHint}
            enterButton={say.findCode}
            onSearch={(text) => set({ code: text.trim() || " " })}
          />
          {code.trim() && <Found code={code.trim()} />}
        </div>
      </Drawer>
    </div>
  );
}

function Found({ code }: { code: string }) {
  const say = useWords(couponWords);
  const asked = useAsk("POST /v1/searches", { body: { text: code } });
  return (
    <Region asked={asked}>
      {({ coupons }) =>
        coupons.length === 0 ? <Empty title={say.noCode} /> : coupons.map((one) => <Shown key={one.id} coupon={one} />)
      }
    </Region>
  );
}

/** The last day on which something is valid that ends at an instant. */
function lastDay(until: string, timeZone: string): string {
  return dayOf(new Date(Date.parse(until) - 1), timeZone);
}

function Shown({ coupon }: { coupon: Coupon }) {
  const say = useWords(couponWords);
  const language = useLanguage();
  const { timeZone } = usePlace();
  const told = useTold();
  const templates = useAsk("GET /v1/coupons/templates", {}, { staleTime: 300_000 });
  const template = templates.data?.find((one) => one.code === coupon.template);
  return (
    <div className="card coupon-found">
      <Facts
        of={[
          [say.found, template ? told.name(template) : coupon.template],
          [say.state, <StateMark key="s" state={coupon.state} />],
          [say.code, <code key="c" className="lk-code">{coupon.code}</code>],
          [say.holder, <Link key="m" to={`/members/${coupon.member_id}`}>{shortId(coupon.member_id)}</Link>],
          ...(coupon.first_id ? [[say.came, say.cameByMerge] as const] : []),
          [say.issuedAt, <When key="i" at={coupon.issued_at} exact />],
          [say.validity, coupon.valid_until ? validThrough(lastDay(coupon.valid_until, timeZone), language) : say.forever],
          [say.usesLeft, count(coupon.uses_left)],
        ]}
      />
      {coupon.state === "open" && <VoidOne coupon={coupon} />}
    </div>
  );
}

const TONES: Record<Coupon["state"], MarkTone> = {
  open: "good",
  used: "plain",
  expired: "plain",
  void: "bad",
  transferred: "waits",
};

function StateMark({ state }: { state: Coupon["state"] }) {
  const say = useWords(couponWords);
  const word = {
    open: say.stateOpen,
    used: say.stateUsed,
    expired: say.stateExpired,
    void: say.stateVoid,
    transferred: say.stateTransferred,
  }[state];
  return <Mark tone={TONES[state]}>{word}</Mark>;
}

function VoidOne({ coupon }: { coupon: Coupon }) {
  const say = useWords(couponWords);
  const [open, setOpen] = useState(false);
  const act = useAct("POST /v1/coupons/voidings", {
    refresh: ["POST /v1/searches", "GET /v1/coupons/tallies"],
    onDone: () => setOpen(false),
  });
  const send = (reason: string) => act.mutate({ body: [{ member_id: coupon.member_id, coupon_id: coupon.id, reason }] });
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>{say.voidAct}</Button>
      <ReasonDialogue open={open} title={say.voidAct} act={say.voidOne} danger acting={act} onAct={send} onClose={() => setOpen(false)}>
        <p>{say.voidEffect}</p>
      </ReasonDialogue>
    </>
  );
}
