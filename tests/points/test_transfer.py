"""Points passed from one member to another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from liuke.domains import members, points
from liuke.domains.members import MemberNotActive, MemberState
from liuke.domains.points import BookSpec, InsufficientPoints, Movement
from liuke.domains.points.errors import TransferRefused
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
