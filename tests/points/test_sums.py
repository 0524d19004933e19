"""Sums over all members are kept by steps, and are what accounts and entries say at any instant."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from liuke.domains import points
from liuke.domains.points import BookSpec, Movement
from liuke.domains.points.expire import expire
from liuke.domains.points.reserve import Reservation, reserve
from liuke.domains.points.reverse import Reversal
from liuke.domains.points.sums import fold_sums
from liuke.domains.points.values import ClawBack, Pending, Rolling
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make
from tests.points.test_post import proven

if TYPE_CHECKING:
    from tests.conftest import Shop

LIVE = Live.of(
    BookSpec(code="stars", expiry=Rolling(days=30), claw_back=ClawBack.DEBT),
    BookSpec(code="later", pending=Pending(days=7)),
)
START = datetime(2026, 3, 1, 4, tzinfo=UTC)
STEPS = Sql[int]("SELECT COUNT(*) FROM points_step WHERE book = $1")
FORGE = Sql[None]("UPDATE points_step SET spendable = spendable + 5")


async def steps(tx: Tx, book: str) -> int:
    (found,) = await tx.rows(STEPS, book)
    return found


async def whole_life(tx: Tx) -> tuple[MemberId, MemberId]:
    """Earn, wait, spend, hold, give back, claw back into debt, and let the rest expire."""
    tx.now = START
    one, two = await make.members(tx, 2)
    await points.post(tx, [Movement(m, "stars", "a", 10) for m in (one, two)], live=LIVE)
    await points.post(tx, [Movement(one, "later", "a", 7)], live=LIVE)
    await points.post(tx, [Movement(one, "stars", "b", -8)], live=LIVE)
    await reserve(tx, [Reservation(two, "stars", "q", 4, START + timedelta(hours=1))], live=LIVE)
    await points.reverse(tx, [Reversal(one, "stars", "c", "b", 3)], live=LIVE)
    await points.reverse(tx, [Reversal(one, "stars", "d", "a", 10)], live=LIVE)
    return one, two


@pytest.mark.inv("L1")
async def test_what_is_owed_follows_every_movement_and_says_what_accounts_say(tx: Tx) -> None:
    one, two = await whole_life(tx)
    later, stars = await points.liability(tx)
    assert (later.sums.members, later.sums.pending, later.outstanding) == (1, 7, 7)
    assert (stars.sums.members, stars.sums.spendable, stars.sums.held) == (2, 6, 4)
    assert (stars.sums.debt, stars.outstanding) == (5, 10)
    assert (stars.sums.awarded, stars.sums.redeemed, stars.sums.clawed_back) == (20, 5, 10)
    await proven(tx)
    tx.now = START + timedelta(days=40)
    await expire(tx, [one, two], live=LIVE)
    later, stars = await points.liability(tx)
    assert (later.sums.pending, later.sums.spendable) == (0, 7)
    assert (stars.outstanding, stars.sums.expired, stars.sums.debt) == (0, 10, 5)
    await proven(tx)


async def test_folded_steps_say_the_same_and_are_one_a_book(tx: Tx) -> None:
    await whole_life(tx)
    before = await points.liability(tx)
    assert await steps(tx, "stars") > 3
    await fold_sums(tx)
    await fold_sums(tx)
    assert (await steps(tx, "stars"), await steps(tx, "later")) == (1, 1)
    assert await points.liability(tx) == before
    await proven(tx)


async def test_a_posting_sent_again_moves_no_sum(tx: Tx) -> None:
    (one,) = await make.members(tx)
    for _ in range(3):
        await points.post(tx, [Movement(one, "stars", "a", 10)], live=LIVE)
    assert await steps(tx, "stars") == 1
    assert [one.points for one in await points.outstanding(tx)] == [10]


@pytest.mark.inv("L10")
async def test_a_sum_that_was_tampered_with_is_named_and_counted_anew(tx: Tx) -> None:
    await whole_life(tx)
    await fold_sums(tx)
    await tx.run(FORGE)
    later, stars = (await points.verify(tx)).broken
    assert (later.book, stars.book, stars.promise, stars.member_id) == (
        "later",
        "stars",
        "L1",
        None,
    )
    assert "0 members, -5 spendable, 0 pending" in stars.found
    wrong = await points.resum(tx)
    assert {(one.book, one.spendable, one.members) for one in wrong} == {
        ("later", -5, 0),
        ("stars", -5, 0),
    }
    assert await points.resum(tx) == []
    assert len(await make.audited(tx, "sums.recounted")) == 1
    await proven(tx)


@pytest.mark.inv("L9")
async def test_tills_folds_and_recounts_at_once_count_everything_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        members = await make.members(tx, 8)

    async def sell(number: int) -> None:
        for turn in range(5):
            async with shop.begin() as tx:
                moved = [Movement(members[number], "stars", f"{turn}", 10 + number)]
                await points.post(tx, moved, live=LIVE)

    async def fold() -> None:
        for _ in range(10):
            async with shop.begin() as tx:
                await fold_sums(tx)

    async def recount() -> None:
        for _ in range(5):
            async with shop.begin() as tx:
                assert await points.resum(tx) == []

    await asyncio.gather(*map(sell, range(8)), fold(), fold(), recount(), recount())
    async with shop.begin() as tx:
        await proven(tx)
        (stars,) = await points.liability(tx)
        assert (stars.sums.members, stars.outstanding) == (8, 5 * (80 + 28))
