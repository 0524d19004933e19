"""Posting in the real database: batches, retries, overdrafts, races."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from liuke.domains import points
from liuke.domains.points import BookSpec, InsufficientPoints, Movement
from liuke.domains.points.errors import ZeroPoints
from liuke.domains.points.ledger import lots
from liuke.domains.points.values import Inactivity, Rolling
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make

if TYPE_CHECKING:
    from tests.conftest import Shop

LIVE = Live.of(
    BookSpec(code="stars", expiry=Rolling(months=12)),
    BookSpec(code="growth", qualifying=True),
    BookSpec(code="idle", expiry=Inactivity(days=30)),
)
FORGE = Sql[None]("UPDATE points_account SET spendable = -1, balance = -1")
EDIT = Sql[None]("UPDATE points_entry SET points = 1")
DELETE = Sql[None]("DELETE FROM points_use")
TRUNCATE = Sql[None]("TRUNCATE points_entry CASCADE")
WAITING = Sql[int]("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")


def earn(member_id: MemberId, cause: str, amount: int, book: str = "stars") -> Movement:
    return Movement(member_id, book, cause, amount)


async def proven(tx: Tx) -> None:
    await tx.settle()
    assert (await points.verify(tx)).broken == []


@pytest.mark.inv("L1")
async def test_a_batch_of_several_books_and_members_adds_up(tx: Tx) -> None:
    one, two = await make.members(tx, 2)
    posted = await points.post(
        tx,
        [
            earn(one, "order:1", 100),
            earn(one, "order:1", 100, "growth"),
            earn(two, "order:2", 50),
            earn(one, "gift:1", -30),
        ],
        live=LIVE,
    )
    assert [(p.points, p.balance_after, p.seq) for p in posted] == [
        (100, 100, 1),
        (100, 100, 1),
        (50, 50, 1),
        (-30, 70, 2),
    ]
    await points.post(tx, [earn(one, "gift:2", -70)], live=LIVE)
    found = {(b.member_id, b.book): b.spendable for b in await points.balances(tx, [one, two])}
    assert found == {(one, "stars"): 0, (one, "growth"): 100, (two, "stars"): 50}
    await proven(tx)


@pytest.mark.inv("I3")
async def test_a_till_that_retries_is_counted_once(tx: Tx) -> None:
    (one,) = await make.members(tx)
    basket = [earn(one, "order:1", 100), earn(one, "order:1/gift", -30)]
    first = await points.post(tx, basket, live=LIVE)
    again = await points.post(tx, [*basket, *reversed(basket)], live=LIVE)
    assert [p.fresh for p in first] == [True, True]
    assert [p.fresh for p in again] == [False] * 4
    assert [p.balance_after for p in again] == [100, 70, 70, 100]
    await proven(tx)


@pytest.mark.inv("L12")
@settings(max_examples=20, deadline=None, suppress_health_check=[*HealthCheck])
@given(amounts=st.lists(st.integers(-30, 60).filter(bool), min_size=1, max_size=12))
async def test_one_batch_and_one_by_one_come_to_the_same(tx: Tx, amounts: list[int]) -> None:
    one, two = await make.members(tx, 2)
    kept: list[int] = []
    for amount in amounts:
        if sum(kept) + amount >= 0:
            kept.append(amount)
    life = [Movement(one, "stars", str(n), amount) for n, amount in enumerate(kept)]
    whole = await points.post(tx, life, live=LIVE)
    for movement, before in zip(life, whole, strict=True):
        twin = replace(movement, member_id=two)
        (after,) = await points.post(tx, [twin], live=LIVE)
        assert replace(before, member_id=two) == after
    left = [await lots(tx, member, book="stars") for member in (one, two)]
    assert left[0] == left[1]


@pytest.mark.inv("L2")
async def test_one_overdraft_refuses_the_whole_batch_by_name(tx: Tx) -> None:
    one, two, three = await make.members(tx, 3)
    with pytest.raises(InsufficientPoints) as refused:
        await points.post(
            tx,
            [earn(one, "a", 80), earn(two, "b", -1), earn(three, "c", -5), earn(three, "d", -2)],
            live=LIVE,
        )
    assert refused.value.short == {two: 1, three: 7}
    assert await points.balances(tx, [one, two, three]) == []


async def test_a_movement_of_nothing_makes_no_sense(tx: Tx) -> None:
    (one,) = await make.members(tx)
    with pytest.raises(ZeroPoints):
        await points.post(tx, [earn(one, "a", 0)], live=LIVE)


async def test_an_idle_book_ends_in_the_database_too(tx: Tx) -> None:
    (one,) = await make.members(tx)
    tx.now = datetime(2026, 1, 1, tzinfo=UTC)
    await points.post(tx, [earn(one, "a", 10, "idle")], live=LIVE)
    tx.now = datetime(2026, 3, 1, tzinfo=UTC)
    (posted,) = await points.post(tx, [earn(one, "b", 5, "idle")], live=LIVE)
    assert posted.balance_after == 5
    await proven(tx)


async def forge(tx: Tx, forgery: Sql[None] = FORGE) -> None:
    async with tx.savepoint():
        await tx.run(forgery)
        await make.check_deferred(tx)


@pytest.mark.inv("L4")
@pytest.mark.parametrize("forbidden", [EDIT, DELETE, TRUNCATE])
async def test_entries_and_uses_never_change(tx: Tx, forbidden: Sql[None]) -> None:
    (one,) = await make.members(tx)
    await points.post(tx, [earn(one, "a", 10)], live=LIVE)
    with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.RestrictViolationError)):
        await forge(tx, forbidden)


@pytest.mark.inv("L2")
async def test_a_swallowed_overdraft_cannot_commit(tx: Tx) -> None:
    (one,) = await make.members(tx)
    await points.post(tx, [earn(one, "a", 10)], live=LIVE)
    with pytest.raises(asyncpg.CheckViolationError):
        await forge(tx)


async def rivals(shop: Shop, movements: list[Movement]) -> list[bool]:
    """Post each movement in a transaction of its own, all released together."""
    gate = asyncio.Barrier(len(movements))

    async def rival(movement: Movement) -> bool:
        async with shop.begin() as tx:
            await gate.wait()
            await points.post(tx, [movement], live=LIVE)
        return True

    done = await asyncio.gather(*(rival(m) for m in movements), return_exceptions=True)
    assert all(d is True or isinstance(d, InsufficientPoints) for d in done), done
    return [d is True for d in done]


@pytest.mark.inv("L2")
@pytest.mark.inv("L3")
@pytest.mark.parametrize("rounds", [10, pytest.param(200, marks=pytest.mark.torture)])
async def test_of_twenty_rivals_for_one_balance_exactly_one_spends_it(
    shop: Shop, rounds: int
) -> None:
    for _ in range(rounds):
        async with shop.begin() as tx:
            (one,) = await make.members(tx)
            await points.post(tx, [earn(one, "a", 100)], live=LIVE)
        won = await rivals(shop, [earn(one, f"gift:{n}", -100) for n in range(20)])
        assert sum(won) == 1
    async with shop.begin() as tx:
        await proven(tx)


@pytest.mark.inv("L3")
async def test_who_comes_second_to_a_new_member_reads_what_the_first_left(shop: Shop) -> None:
    """There is no balance to lock yet: it is the member who is, before anything is read."""
    async with shop.begin() as tx:
        (one,) = await make.members(tx)

    async def spend() -> None:
        async with shop.begin() as tx:
            await points.post(tx, [earn(one, "gift", -10)], live=LIVE)

    async with shop.begin() as first:
        await first.lock([one])
        second = asyncio.create_task(spend())
        async with asyncio.timeout(60):
            while not second.done() and await first.row(WAITING) == 0:  # noqa: ASYNC110 -- a rival waits
                await asyncio.sleep(0.01)
        await points.post(first, [earn(one, "a", 10)], live=LIVE)
    await second
    async with shop.begin() as tx:
        assert [b.spendable for b in await points.balances(tx, [one])] == [0]


@pytest.mark.slow
@pytest.mark.inv("L3")
@pytest.mark.parametrize("rounds", [5, pytest.param(200, marks=pytest.mark.torture)])
async def test_a_new_member_races_earning_and_spending(shop: Shop, rounds: int) -> None:
    for _ in range(rounds):
        async with shop.begin() as tx:
            (one,) = await make.members(tx)
        race = [earn(one, f"a:{n}", 10) for n in range(10)]
        won = await rivals(shop, race + [earn(one, f"g:{n}", -10) for n in range(10)])
        async with shop.begin() as tx:
            (balance,) = await points.balances(tx, [one])
            assert balance.spendable == 10 * (10 - sum(won[10:]))
            await proven(tx)


async def test_twenty_rivals_with_one_cause_post_it_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        (one,) = await make.members(tx)
    assert all(await rivals(shop, [earn(one, "order:1", 10)] * 20))
    async with shop.begin() as tx:
        (balance,) = await points.balances(tx, [one])
        assert balance.spendable == 10
