import { useWords } from "@liuke/kit/scheme.tsx";
import { freshCode, STAGES, type CardPlan, type Group } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords, named } from "./editor.words.ts";
import { MoneyAt, NumberAt } from "./amounts.tsx";
import { ChoiceAt, SwitchAt } from "./choices.tsx";
import { Clause } from "./Clause.tsx";
import { TextAt } from "./fields.tsx";
import { Item, Section, useAdd } from "./Item.tsx";
import { moreWords } from "./more.words.ts";
import { RuleSection } from "./RuleSection.tsx";
import { cardOf } from "./standing.ts";

function GroupItem({ group, place }: { group: Group; place: number }) {
  const say = useWords(editorWords);
  const more = useWords(moreWords);
  const path = ["groups", place];
  return (
    <Item path={path} thing={group} told={`${say.stages(group.stage)} · ${say.modes(group.mode ?? "all")}`}>
      <Clause title={say.stage}>
        <ChoiceAt
          path={[...path, "stage"]}
          label={say.stage}
          options={STAGES.map((value) => ({ value, label: say.stages(value) }))}
        />
        <ChoiceAt
          path={[...path, "mode"]}
          label={say.mode}
          told
          none="all"
          options={["all", "best", "first", "least"].map((value) => ({ value, label: say.modes(value) }))}
        />
        <NumberAt path={[...path, "order"]} label={say.groupOrder} told none={0} min={-1000} />
        <ChoiceAt
          path={[...path, "base"]}
          label={more.groupBase}
          told
          none="reduced"
          options={["reduced", "initial", "list"].map((value) => ({ value, label: more.groupBases(value) }))}
        />
        <SwitchAt path={[...path, "by_line"]} label={more.byLine} />
      </Clause>
    </Item>
  );
}

function CardItem({ card, place }: { card: CardPlan; place: number }) {
  const say = useWords(editorWords);
  const { by } = useEditing();
  const path = ["cards", place];
  return (
    <Item path={path} thing={card} told={cardOf(card, by)}>
      <Clause title={say.name}>
        <TextAt path={[...path, "name_zh"]} label={say.nameZh} />
        <TextAt path={[...path, "name"]} label={say.nameEn} />
      </Clause>
      <Clause title={say.cardKind}>
        <ChoiceAt
          path={[...path, "kind"]}
          label={say.cardKind}
          none="virtual"
          options={["virtual", "plastic", "key_ring"].map((value) => ({ value, label: say.cardKinds(value) }))}
        />
        <MoneyAt path={[...path, "fee_minor"]} label={say.fee} told />
        <MoneyAt path={[...path, "renewal_fee_minor"]} label={say.renewal} told />
        <NumberAt path={[...path, "valid_years"]} label={say.validYears} told min={1} />
      </Clause>
    </Item>
  );
}

/** What happens at the till: paying with points, what stands together, cards. */
export function CheckoutSection() {
  const say = useWords(editorWords);
  const { doc } = useEditing();
  const add = useAdd();
  const { groups = [], cards = [] } = doc;
  return (
    <>
      <RuleSection which="points" title={say.paying} />
      <Section
        title={say.groups}
        add={say.addGroup}
        onAdd={() => add("groups", { code: freshCode("group", groups), stage: "limited", mode: "best" } as Group)}
      >
        {groups.map((group, place) => (
          <GroupItem key={group.code} group={group} place={place} />
        ))}
      </Section>
      <Section
        title={say.cards}
        add={say.addCard}
        onAdd={() => add("cards", { code: freshCode("card", cards), ...named("newCard") })}
      >
        {cards.map((card, place) => (
          <CardItem key={card.code} card={card} place={place} />
        ))}
      </Section>
    </>
  );
}
