from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from liuke.domains import members
from liuke.domains.members import CardKind, CardOf, CardPlan, Issue, Merging, Replacement
from liuke.domains.members.card import last_day
from liuke.domains.members.card_life import expire_cards, members_with_due_cards
from liuke.domains.members.card_values import CardState
from liuke.domains.members.errors import (
    CardNumberTaken,
    FaultyItems,
    UnknownCardPlan,
    WrongCardState,
)
from liuke.domains.members.events import CardExpired, CardIssued, CardRenewed
from liuke.domains.members.rules import check_digit_holds
from liuke.domains.members.values import CardId
from liuke.domains.tiers.values import Window
from liuke.kernel.db import Tx
from tests import make
from tests.tiers.shapes import stars

DIAMOND = CardPlan("diamond", "Diamond", "钻石卡", CardKind.PLASTIC, 2, 12800, 1000)


async def test_a_card_s_number_has_a_check_digit_and_names_its_member(tx: Tx) -> None:
    [anna] = await make.members(tx)
    [card] = await members.issue(tx, [Issue(anna, "joining")])
    assert card.number is not None
    assert check_digit_holds(card.number)
    assert (card.kind, card.state, card.expires_on) == (CardKind.VIRTUAL, CardState.ACTIVE, None)
    handle = members.Handle(members.IdentityKind.CARD, card.number)
    assert await members.find_members(tx, [handle]) == {handle: anna}


async def test_the_same_cause_gives_the_same_card(tx: Tx) -> None:
    anna, ben = await make.members(tx, 2)
    wish = Issue(anna, "joining")
    first = await members.issue(tx, [wish, wish, Issue(ben, "joining")])
    assert await members.issue(tx, [wish]) == first[:1]
    assert len(await members.cards(tx, [anna, ben])) == 2
    assert sum(isinstance(event, CardIssued) for event in tx.events) == 2


async def test_a_plan_says_kind_validity_and_fee(tx: Tx) -> None:
    await make.programme(tx, DIAMOND)
    [anna] = await make.members(tx)
    wish = Issue(anna, "bought", plan="diamond", card_on=date(2026, 11, 21))
    [card] = await members.issue(tx, [wish])
    assert (card.kind, card.expires_on, card.fee_minor) == (
        CardKind.PLASTIC, date(2028, 11, 20), 12800,
    )  # fmt: skip
    with pytest.raises(UnknownCardPlan):
        await members.issue(tx, [Issue(anna, "other", plan="nothing")])


async def test_a_number_names_one_card(tx: Tx) -> None:
    anna, ben = await make.members(tx, 2)
    await members.issue(tx, [Issue(anna, "a", number="A100")])
    with pytest.raises(CardNumberTaken) as refusal:
        await members.issue(tx, [Issue(ben, "b"), Issue(ben, "c", number="a-100")])
    assert refusal.value.items == (1,)
    with pytest.raises(FaultyItems):
        await members.issue(tx, [Issue(ben, "d", number="?")])


async def test_a_card_waits_to_be_activated_once(tx: Tx) -> None:
    [anna] = await make.members(tx)
    [card] = await members.issue(tx, [Issue(anna, "joining", active=False)])
    await members.activate(tx, [CardOf(anna, card.id)])
    assert [c.state for c in await members.cards(tx, [anna])] == [CardState.ACTIVE]
    with pytest.raises(WrongCardState):
        await members.activate(tx, [CardOf(anna, card.id)])


async def test_a_lost_card_is_replaced_with_the_same_dates(tx: Tx) -> None:
    await make.programme(tx, DIAMOND)
    [anna] = await make.members(tx)
    [lost] = await members.issue(tx, [Issue(anna, "bought", plan="diamond")])
    await members.report_lost(tx, [CardOf(anna, lost.id)])
    [new] = await members.replace(tx, [Replacement(anna, lost.id, "lost")])
    assert new.number != lost.number
    assert (new.card_on, new.expires_on, new.plan) == (lost.card_on, lost.expires_on, "diamond")
    states = {card.id: card.state for card in await members.cards(tx, [anna])}
    assert states == {lost.id: CardState.REPLACED, new.id: CardState.ACTIVE}
    with pytest.raises(WrongCardState):
        await members.replace(tx, [Replacement(anna, lost.id, "again")])


async def test_a_card_expires_after_its_last_day_and_is_renewed_for_a_fee(tx: Tx) -> None:
    await make.programme(tx, DIAMOND)
    anna, ben = await make.members(tx, 2)
    bought = tx.today - timedelta(days=800)
    [card] = await members.issue(tx, [Issue(anna, "x", plan="diamond", card_on=bought)])
    await members.issue(tx, [Issue(ben, "x", plan="diamond")])
    assert await members_with_due_cards(tx) == [anna]
    await expire_cards(tx, [anna, ben])
    assert [c.state for c in await members.cards(tx, [anna])] == [CardState.EXPIRED]
    assert await members_with_due_cards(tx) == []
    [renewed] = await members.renew(tx, [CardOf(anna, card.id)])
    assert renewed.expires_on == last_day(tx.today, 2)
    assert (renewed.state, renewed.renewals) == (CardState.ACTIVE, 1)
    assert await members.cards(tx, [anna]) == [msgspec.structs.replace(renewed)]
    told = [e for e in tx.events if isinstance(e, CardExpired | CardRenewed)]
    assert [getattr(e, "fee_minor", None) for e in told] == [None, 1000]


async def test_renewing_early_loses_no_day(tx: Tx) -> None:
    await make.programme(tx, DIAMOND)
    [anna] = await make.members(tx)
    wish = Issue(anna, "x", plan="diamond", card_on=tx.today - timedelta(days=700))
    [card] = await members.issue(tx, [wish])
    [renewed] = await members.renew(tx, [CardOf(anna, card.id)])
    assert card.expires_on is not None
    assert renewed.expires_on == last_day(card.expires_on + timedelta(days=1), 2)


async def test_a_card_of_a_leap_day_ends_by_its_own_day_however_often_renewed(tx: Tx) -> None:
    await make.programme(tx, DIAMOND)
    anna, ben = await make.members(tx, 2)
    leap, tx.now = date(2024, 2, 29), datetime(2024, 2, 29, 4, tzinfo=UTC)
    [card] = await members.issue(tx, [Issue(anna, "x", plan="diamond")])
    [late] = await members.issue(tx, [Issue(ben, "x", plan="diamond", card_on=date(2020, 3, 1))])
    [late] = await members.renew(tx, [CardOf(ben, late.id)])
    ends = {card.expires_on, late.expires_on}
    both = [CardOf(card.member_id, card.id), CardOf(late.member_id, late.id)]
    for _ in range(3):
        ends |= {one.expires_on for one in await members.renew(tx, both)}
    assert ends == {last_day(leap, years) for years in (2, 4, 6, 8)}
    assert date(2028, 2, 28) in ends


async def test_a_card_that_ends_on_a_chosen_day_runs_on_from_there(tx: Tx) -> None:
    await make.programme(tx, DIAMOND)
    [anna] = await make.members(tx)
    chosen = tx.today + timedelta(days=30)
    [card] = await members.issue(tx, [Issue(anna, "x", plan="diamond", expires_on=chosen)])
    for years in (2, 4):
        [card] = await members.renew(tx, [CardOf(anna, card.id)])
        assert card.expires_on == last_day(chosen + timedelta(days=1), years)


async def test_a_card_for_ever_and_a_stranger_s_card_are_not_renewed(tx: Tx) -> None:
    anna, ben = await make.members(tx, 2)
    [card] = await members.issue(tx, [Issue(anna, "x")])
    with pytest.raises(WrongCardState):
        await members.renew(tx, [CardOf(anna, card.id)])
    with pytest.raises(WrongCardState):
        await members.report_lost(tx, [CardOf(ben, card.id)])
    with pytest.raises(WrongCardState):
        await members.activate(tx, [CardOf(anna, CardId.new())])


async def test_a_cause_the_merged_one_had_gives_the_same_card_again(tx: Tx) -> None:
    anna, ben = await make.members(tx, 2)
    [card] = await members.issue(tx, [Issue(ben, "joining")])
    await members.merge(tx, [Merging(anna, ben, "same phone")])
    for one in (ben, anna):
        assert [c.id for c in await members.issue(tx, [Issue(one, "joining")])] == [card.id]
    await members.report_lost(tx, [CardOf(anna, card.id)])
    lost = [Replacement(one, card.id, "lost") for one in (ben, ben, anna)]
    made = await members.replace(tx, lost) + await members.replace(tx, lost)
    assert len({c.id for c in made}) == 1


async def test_a_card_named_twice_is_replaced_by_one_and_renewed_once(tx: Tx) -> None:
    yearly = stars(window=Window(kind="card_year"), pauses_with_card=True)
    await make.programme(tx, DIAMOND, yearly)
    [anna] = await make.members(tx)
    [card] = await members.issue(tx, [Issue(anna, "x", plan="diamond")])
    [renewed] = await members.renew(tx, [CardOf(anna, card.id)] * 2)
    assert sum(isinstance(e, CardRenewed) for e in tx.events) == 1
    await tx.settle()
    assert [c.renewals for c in await members.cards(tx, [anna])] == [renewed.renewals] == [1]
    with pytest.raises(WrongCardState):
        await members.replace(tx, [Replacement(anna, card.id, cause) for cause in ("p", "q")])
