"""Points passed from one member to another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from liuke.domains import members, points
from liuke.domains.members import MemberNotActive, MemberState
from liuke.domains.points import BookSpec, InsufficientPoints, Movement
from liuke.domains.points.errors import CauseReused, TransferRefused
from liuke.domains.points.transfer import Transfer
from liuke.domains.points.values import Sharing
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from tests import make
from tests.points.test_post import proven

if TYPE_CHECKING:
    from tests.conftest import Shop

LIVE = Live.of(
    BookSpec(code="home", transfer=Sharing.HOUSEHOLD),
    BookSpec(code="free", transfer=Sharing.ANYONE),
    BookSpec(code="own"),
)


async def test_a_household_shares_and_the_same_cause_passes_once(tx: Tx) -> None:
    one, two = await make.members(tx, 2)
    await points.post(tx, [Movement(one, "home", "a", 10)], live=LIVE)
    wish = Transfer(one, two, "home", "t", 6)
    related = {frozenset({one, two})}
    (first,) = await points.transfer(tx, [wish], related=related, live=LIVE)
    (again,) = await points.transfer(tx, [wish], related=related, live=LIVE)
    assert (first.points, first.fresh, again.fresh) == (-6, True, False)
    assert [b.spendable for b in await points.balances(tx, [one, two])] == [4, 6]
    with pytest.raises(InsufficientPoints):
        await points.transfer(tx, [Transfer(one, two, "home", "t2", 5)], related=related, live=LIVE)
    await proven(tx)


@pytest.mark.parametrize("book", ["home", "own"])
async def test_strangers_and_closed_books_are_refused(tx: Tx, book: str) -> None:
    one, two = await make.members(tx, 2)
    await points.post(tx, [Movement(one, book, "a", 10)], live=LIVE)
    with pytest.raises(TransferRefused):
        await points.transfer(tx, [Transfer(one, two, book, "t", 6)], live=LIVE)


async def test_nobody_passes_points_to_themselves(tx: Tx) -> None:
    (one,) = await make.members(tx)
    await points.post(tx, [Movement(one, "free", "a", 10)], live=LIVE)
    with pytest.raises(TransferRefused):
        await points.transfer(tx, [Transfer(one, one, "free", "t", 6)], live=LIVE)


async def test_the_blocked_neither_give_points_nor_get_any(tx: Tx) -> None:
    one, two = await make.members(tx, 2)
    await points.post(tx, [Movement(m, "free", "a", 10) for m in (one, two)], live=LIVE)
    await members.set_states(tx, [two], MemberState.BLOCKED, reason="fraud")
    for giver, taker in ((one, two), (two, one)):
        with pytest.raises(MemberNotActive) as refusal:
            await points.transfer(tx, [Transfer(giver, taker, "free", "t", 6)], live=LIVE)
        assert refusal.value.states == {two: MemberState.BLOCKED}


async def test_a_cause_the_taker_had_for_something_else_is_refused(tx: Tx) -> None:
    one, two, three = await make.members(tx, 3)
    await points.post(tx, [Movement(m, "free", f"a:{m}", 10) for m in (one, two, three)], live=LIVE)
    await points.post(tx, [Movement(two, "free", "t", 1)], live=LIVE)
    with pytest.raises(CauseReused) as refusal:
        await points.transfer(tx, [Transfer(one, two, "free", "t", 6)], live=LIVE)
    assert (refusal.value.cause, refusal.value.was) == ("t", "award")
    await points.transfer(tx, [Transfer(one, three, "free", "u", 6)], live=LIVE)
    for again in (Transfer(two, three, "free", "u", 6), Transfer(three, two, "free", "u", 6)):
        with pytest.raises(CauseReused):
            await points.transfer(tx, [again], live=LIVE)
    assert [b.spendable for b in await points.balances(tx, [one, two, three])] == [4, 11, 16]
    await proven(tx)


async def test_one_cause_passes_points_once_in_a_batch_whoever_gives(tx: Tx) -> None:
    one, two, three = await make.members(tx, 3)
    await points.post(tx, [Movement(m, "free", f"a:{m}", 10) for m in (one, two)], live=LIVE)
    first = Transfer(one, three, "free", "t", 6)
    for other in (Transfer(two, three, "free", "t", 6), Transfer(three, two, "free", "t", 6)):
        with pytest.raises(CauseReused):
            await points.transfer(tx, [first, other], live=LIVE)
    given, again = await points.transfer(tx, [first, first], live=LIVE)
    assert (given.points, given.fresh, again.fresh) == (-6, True, False)
    assert [b.spendable for b in await points.balances(tx, [one, two, three])] == [4, 10, 6]
    await proven(tx)


@pytest.mark.inv("L9")
async def test_crossing_transfers_do_not_deadlock(shop: Shop) -> None:
    async with shop.begin() as tx:
        one, two = await make.members(tx, 2)
        await points.post(tx, [Movement(m, "free", "a", 100) for m in (one, two)], live=LIVE)

    async def cross(number: int) -> None:
        pair = (one, two) if number % 2 else (two, one)
        async with shop.begin() as tx:
            await points.transfer(tx, [Transfer(*pair, "free", f"t:{number}", 5)], live=LIVE)

    await asyncio.gather(*(cross(number) for number in range(20)))
    async with shop.begin() as tx:
        assert [b.spendable for b in await points.balances(tx, [one, two])] == [100, 100]
        await proven(tx)
