"""An act above its limit takes two people, and happens once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec import structs

from liuke.domains import access
from liuke.domains.access import (
    ApprovalId,
    ApprovalNeeded,
    Ask,
    Invitation,
    KeyWish,
    Role,
    StaffId,
    Verdict,
    approvals,
)
from liuke.domains.access.errors import (
    AlreadyDecided,
    ApprovalUnusable,
    OnlyPeople,
    SamePerson,
    UnknownApproval,
)
from liuke.kernel.actor import Actor
from liuke.kernel.db import begin
from tests import make
from tests.conftest import Shop

BIG = Ask("points.adjust", 50_000, [{"points": 50_000}], reason="系统故障补偿")
YES, NO = Verdict(approve=True, reason="核实过"), Verdict(approve=False, reason="没有凭证")


def at(shop: Shop, staff_id: StaffId) -> Shop:
    actor = Actor(shop.actor.merchant_id, "staff", str(staff_id))
    return replace(shop, actor=actor)


async def people(shop: Shop, *names: str) -> Sequence[Shop]:
    async with shop.begin() as tx:
        invited = await access.invite(tx, [Invitation(n, n, Role.OPERATIONS) for n in names])
    return [at(shop, person.staff_id) for person in invited]


async def ask(who: Shop, asked: Ask = BIG) -> ApprovalId:
    with pytest.raises(ApprovalNeeded) as refusal:
        async with who.begin() as tx:
            await access.require(tx, asked)
    await access.keep(who.database, who.actor, refusal.value)
    return refusal.value.approval_id


async def decide(who: Shop, approval_id: ApprovalId, verdict: Verdict = YES) -> None:
    async with who.begin() as tx:
        await access.decide(tx, approval_id, verdict)


async def use(who: Shop, approval_id: ApprovalId, asked: Ask = BIG) -> None:
    async with who.begin() as tx:
        await access.require(tx, asked, approval_id)


@pytest.mark.inv("A11")
async def test_one_person_alone_is_refused_above_the_limit_and_not_below(shop: Shop) -> None:
    (one,) = await people(shop, "one")
    async with one.begin() as tx:
        await access.require(tx, Ask("points.adjust", 10_000, []))
    approval_id = await ask(one)
    with pytest.raises(ApprovalUnusable, match="pending"):
        await use(one, approval_id)


@pytest.mark.inv("A11")
async def test_a_second_person_lets_it_happen_once(shop: Shop) -> None:
    one, two = await people(shop, "one", "two")
    approval_id = await ask(one)
    await decide(two, approval_id)
    await use(one, approval_id)
    with pytest.raises(ApprovalUnusable, match="used"):
        await use(one, approval_id)


@pytest.mark.inv("A11")
async def test_nobody_approves_their_own_act_by_any_session_or_key(shop: Shop) -> None:
    (one,) = await people(shop, "one")
    approval_id = await ask(one)
    another_session = at(shop, StaffId.parse(one.actor.id))
    with pytest.raises(SamePerson):
        await decide(another_session, approval_id)
    async with one.begin() as tx:
        key = (await access.make_keys(tx, [KeyWish("till", ("points.post",))]))[0]
    by_key = replace(shop, actor=Actor(shop.actor.merchant_id, "key", str(key.id)))
    with pytest.raises(OnlyPeople):
        await decide(by_key, approval_id)
    with pytest.raises(SamePerson):
        await decide(one, await ask(by_key))


async def take_back(who: Shop, approval_id: ApprovalId) -> None:
    async with who.begin() as tx:
        await approvals.withdraw(tx, approval_id)


@pytest.mark.inv("A11")
async def test_who_asked_takes_it_back_and_nobody_else(shop: Shop) -> None:
    one, two = await people(shop, "one", "two")
    approval_id = await ask(one)
    with pytest.raises(UnknownApproval):
        await take_back(two, approval_id)

    await take_back(one, approval_id)

    with pytest.raises(AlreadyDecided, match="withdrawn"):
        await decide(two, approval_id)
    with pytest.raises(AlreadyDecided, match="withdrawn"):
        await take_back(one, approval_id)
    with pytest.raises(ApprovalUnusable, match="withdrawn"):
        await use(one, approval_id)
    assert await ask(one) != approval_id, "asked again it is a question of its own"


@pytest.mark.inv("A11")
async def test_of_raced_decisions_one_stands(shop: Shop) -> None:
    one, *others = await people(shop, "one", "two", "three", "four", "five")
    for _ in range(5):
        approval_id = await ask(one)
        verdicts = [YES, NO, YES, NO]
        outcomes = await asyncio.gather(
            *(decide(o, approval_id, v) for o, v in zip(others, verdicts, strict=True)),
            return_exceptions=True,
        )
        assert [type(o) for o in outcomes].count(type(None)) == 1
        assert [type(o) for o in outcomes].count(AlreadyDecided) == 3
        if outcomes[0] is None or outcomes[2] is None:
            await use(one, approval_id)


@pytest.mark.inv("A11")
async def test_an_approved_act_raced_with_itself_happens_once(shop: Shop) -> None:
    one, two = await people(shop, "one", "two")
    approval_id = await ask(one)
    await decide(two, approval_id)
    outcomes = await asyncio.gather(
        *(use(one, approval_id) for _ in range(8)), return_exceptions=True
    )
    assert [type(o) for o in outcomes].count(type(None)) == 1


@pytest.mark.inv("A11")
async def test_an_approval_is_for_exactly_what_was_asked(shop: Shop) -> None:
    one, two, three = await people(shop, "one", "two", "three")
    approval_id = await ask(one)
    await decide(two, approval_id)
    for changed in (
        Ask("points.adjust", 50_001, BIG.payload),
        Ask("points.adjust", 50_000, [{"points": 60_000}]),
        Ask("coupons.issue", 50_000, BIG.payload),
    ):
        with pytest.raises(ApprovalUnusable):
            await use(one, approval_id, changed)
    with pytest.raises(ApprovalUnusable):
        await use(three, approval_id)
    with pytest.raises(ApprovalUnusable, match="unknown"):
        await use(one, ApprovalId.new())
    await use(one, approval_id)


async def test_a_refused_or_expired_question_opens_nothing(shop: Shop) -> None:
    one, two = await people(shop, "one", "two")
    approval_id = await ask(one)
    await decide(two, approval_id, NO)
    with pytest.raises(ApprovalUnusable, match="refused"):
        await use(one, approval_id)
    late = await ask(one)
    async with two.begin() as tx:
        in_a_week = tx.now + timedelta(days=8)
    with pytest.raises(AlreadyDecided, match="expired"):
        async with begin(two.database, two.actor, now=in_a_week) as tx:
            await access.decide(tx, late, YES)
    with pytest.raises(UnknownApproval):
        await decide(two, ApprovalId.new())


async def test_a_question_asked_again_is_the_same_question(shop: Shop) -> None:
    (one,) = await people(shop, "one")
    assert await ask(one) == await ask(one)
    async with shop.begin() as tx:
        found = await access.search_approvals(tx, state="pending")
    assert [(a.act, a.amount, a.limit_exceeded) for a in found] == [
        ("points.adjust", 50_000, 10_000)
    ]


async def test_an_act_sent_again_after_the_second_person_spoke_finds_that_word(shop: Shop) -> None:
    one, two = await people(shop, "one", "two")
    approval_id = await ask(one)
    await decide(two, approval_id)
    assert await ask(one) == approval_id
    await use(one, approval_id)
    assert await ask(one) != approval_id


async def test_an_act_that_fails_leaves_its_approval_unspent(shop: Shop) -> None:
    one, two = await people(shop, "one", "two")
    approval_id = await ask(one)
    await decide(two, approval_id)

    async def fail() -> None:
        async with one.begin() as tx:
            await access.require(tx, BIG, approval_id)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    await use(one, approval_id)


async def test_the_merchant_sets_its_own_limits(shop: Shop) -> None:
    (one,) = await people(shop, "one")
    async with one.begin() as tx:
        await access.set_limits(tx, [access.ActLimit("points.adjust", 100_000)])
    async with one.begin() as tx:
        await access.require(tx, BIG)
        assert await access.limit(tx, "points.adjust") == 100_000


async def test_who_works_for_a_store_sees_what_its_people_asked_and_no_more(shop: Shop) -> None:
    async with shop.begin() as tx:
        here, there = await make.store(tx, "S1"), await make.store(tx, "S2")
        wishes = [
            Invitation("a.one", "a", Role.SERVICE, store_ids=(here,)),
            Invitation("b.one", "b", Role.SERVICE, store_ids=(there,)),
            Invitation("boss", "c", Role.MANAGER, store_ids=(here,)),
        ]
        one, other, boss = [person.staff_id for person in await access.invite(tx, wishes)]
    mine, theirs = await ask(at(shop, one)), await ask(at(shop, other))
    manager = at(shop, boss)
    manager = replace(manager, actor=structs.replace(manager.actor, stores=frozenset({here})))
    async with manager.begin() as tx:
        assert [asked.id for asked in await access.search_approvals(tx)] == [mine]
    async with shop.begin() as tx:
        assert {asked.id for asked in await access.search_approvals(tx)} == {mine, theirs}


@pytest.mark.inv("A1")
@pytest.mark.inv("A11")
async def test_who_works_for_a_store_decides_for_its_people_and_no_more(shop: Shop) -> None:
    async with shop.begin() as tx:
        here, there = await make.store(tx, "S1"), await make.store(tx, "S2")
        wishes = [
            Invitation("a.one", "a", Role.SERVICE, store_ids=(here, there)),
            Invitation("b.one", "b", Role.SERVICE, store_ids=(there,)),
            Invitation("c.one", "c", Role.OPERATIONS),
            Invitation("boss", "d", Role.OPERATIONS, store_ids=(here,)),
        ]
        ours, other, whole, boss = [one.staff_id for one in await access.invite(tx, wishes)]
    regional = at(shop, boss)
    regional = replace(regional, actor=structs.replace(regional.actor, stores=frozenset({here})))
    for stranger in (other, whole):
        with pytest.raises(UnknownApproval):
            await decide(regional, await ask(at(shop, stranger)))
    mine = await ask(at(shop, ours))
    await decide(regional, mine)
    await use(at(shop, ours), mine)
