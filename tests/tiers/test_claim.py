"""Rungs of a monthly ladder, claimed, lapsed, raced."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from liuke.domains import members, tiers
from liuke.domains.members import MemberNotActive, MemberState
from liuke.domains.tiers import Amounts, Claim, Happening
from liuke.domains.tiers.errors import (
    ClaimWindowOver,
    RungAlreadyClaimed,
    RungNotReached,
    UnknownLevel,
    UnknownTierSet,
)
from liuke.kernel.db import Tx, begin
from tests import make
from tests.conftest import Shop
from tests.tiers.shapes import book, earned, given_to, ladder, noon, publish


async def test_rungs_add_up_and_claiming_consumes_nothing(tx: Tx) -> None:
    tx.now = noon("2026-03-20")
    await publish(tx, ladder())
    (one,) = await make.members(tx)
    await tiers.record(tx, [earned(one, "2026-03-05", 1_500)])
    with pytest.raises(RungNotReached) as refusal:
        await tiers.claim_rungs(tx, [Claim(one, "ladder", "second")])
    assert refusal.value.missing == {one: 500}
    await tiers.claim_rungs(tx, [Claim(one, "ladder", "first")])
    await tiers.record(tx, [earned(one, "2026-03-19", 500)])
    await tiers.claim_rungs(tx, [Claim(one, "ladder", "second")])
    await tx.settle()
    assert given_to(one) == ["rung:ladder/2026-03-01/first", "rung:ladder/2026-03-01/second"]
    held = (await book(tx, one)).standing(one, "ladder")
    assert held is not None
    assert held.progress == 2_000
    with pytest.raises(RungAlreadyClaimed):
        await tiers.claim_rungs(tx, [Claim(one, "ladder", "first")])


@pytest.mark.inv("T1")
async def test_a_rung_lapses_after_its_window_and_never_counts_for_the_next_month(tx: Tx) -> None:
    tx.now = noon("2026-02-28")
    await publish(tx, ladder())
    (one,) = await make.members(tx)
    await tiers.record(tx, [earned(one, "2026-02-28", 1_000)])
    tx.now = noon("2026-03-05")
    with pytest.raises(RungNotReached):
        await tiers.claim_rungs(tx, [Claim(one, "ladder", "first")])
    february = date(2026, 2, 1)
    states = {(s.period_on, s.rung): s for s in await tiers.rung_states(tx, [one])}
    assert states[february, "first"].claim_until_on == date(2026, 3, 5)
    assert (states[february, "first"].missing, states[date(2026, 3, 1), "first"].missing) == (
        0, 1_000)  # fmt: skip
    await tiers.claim_rungs(tx, [Claim(one, "ladder", "first", february)])
    tx.now = noon("2026-03-06")
    with pytest.raises(ClaimWindowOver) as refusal:
        await tiers.claim_rungs(tx, [Claim(one, "ladder", "first", february)])
    assert refusal.value.until_on == date(2026, 3, 5)
    assert {state.period_on for state in await tiers.rung_states(tx, [one])} == {date(2026, 3, 1)}


async def test_a_return_after_month_end_takes_the_rung_away(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, ladder())
    (one,) = await make.members(tx)
    await tiers.record(tx, [earned(one, "2026-02-28", 1_000, "order:1")])
    await tiers.record(tx, [
        Happening(one, "return:1", noon("2026-03-01"), Amounts(points={"points": -1}),
                  undoes="order:1")
    ])  # fmt: skip
    with pytest.raises(RungNotReached) as refusal:
        await tiers.claim_rungs(tx, [Claim(one, "ladder", "first", date(2026, 2, 1))])
    assert refusal.value.missing == {one: 1}


async def test_a_return_takes_a_claimed_rung_back_and_earning_it_again_gives_it_again(
    tx: Tx,
) -> None:
    tx.now = noon("2026-03-20")
    await publish(tx, ladder())
    (one,) = await make.members(tx)
    await tiers.record(
        tx,
        [earned(one, "2026-03-05", 900, "order:1"), earned(one, "2026-03-06", 1_100, "order:2")],
    )
    await tiers.claim_rungs(tx, [Claim(one, "ladder", name) for name in ("first", "second")])
    back = Happening(
        one, "return:1", noon("2026-03-20"), Amounts(points={"points": -900}), undoes="order:1"
    )
    await tiers.record(tx, [back])
    await tiers.record(tx, [earned(one, "2026-03-21", 900)])
    await tiers.claim_rungs(tx, [Claim(one, "ladder", "second")])
    await tx.settle()
    first, second = "rung:ladder/2026-03-01/first", "rung:ladder/2026-03-01/second"
    assert sorted(given_to(one)) == sorted([first, second, f"undo {second}", f"{second}/2"])


async def test_one_of_several_gifts_after_the_period_has_ended(tx: Tx) -> None:
    tx.now = noon("2026-02-10")
    await publish(tx, ladder(claim_from="period_end", adds_up=False))
    (one,) = await make.members(tx)
    await tiers.record(tx, [earned(one, "2026-02-05", 2_000)])
    with pytest.raises(ClaimWindowOver):
        await tiers.claim_rungs(tx, [Claim(one, "ladder", "first", date(2026, 2, 1))])
    tx.now = noon("2026-03-01")
    await tiers.claim_rungs(tx, [Claim(one, "ladder", "second")])
    with pytest.raises(RungAlreadyClaimed):
        await tiers.claim_rungs(tx, [Claim(one, "ladder", "first")])


async def test_the_blocked_claim_no_rung(tx: Tx) -> None:
    tx.now = noon("2026-03-20")
    await publish(tx, ladder())
    (one,) = await make.members(tx)
    await tiers.record(tx, [earned(one, "2026-03-05", 1_500)])
    await members.set_states(tx, [one], MemberState.BLOCKED, reason="fraud")
    with pytest.raises(MemberNotActive):
        await tiers.claim_rungs(tx, [Claim(one, "ladder", "first")])


async def test_unknown_ladders_and_rungs_are_named(tx: Tx) -> None:
    await publish(tx, ladder())
    (one,) = await make.members(tx)
    with pytest.raises(UnknownTierSet):
        await tiers.claim_rungs(tx, [Claim(one, "nothing", "first")])
    with pytest.raises(UnknownLevel):
        await tiers.claim_rungs(tx, [Claim(one, "ladder", "tenth")])


@pytest.mark.inv("C1")
async def test_of_many_rivals_one_claims(shop: Shop) -> None:
    now = noon("2026-03-20")
    async with shop.begin(now) as tx:
        await publish(tx, ladder())
        (one,) = await make.members(tx)
        await tiers.record(tx, [earned(one, "2026-03-05", 1_500)])

    async def claim() -> bool:
        try:
            async with begin(shop.database, shop.actor, now=now) as tx:
                await tiers.claim_rungs(tx, [Claim(one, "ladder", "first")])
        except RungAlreadyClaimed:
            return False
        return True

    assert sum(await asyncio.gather(*(claim() for _ in range(12)))) == 1
    assert given_to(one) == ["rung:ladder/2026-03-01/first"]
