"""Undoing entries that other transactions posted."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuke.domains import points
from liuke.domains.points import BookSpec, Movement
from liuke.domains.points.errors import CauseReused, OverReversed, UnknownEntry
from liuke.domains.points.ledger import lots
from liuke.domains.points.reverse import Reversal
from liuke.domains.points.values import ClawBack, Rolling
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.points.test_post import proven

if TYPE_CHECKING:
    from tests.conftest import Shop

LIVE = Live.of(BookSpec(code="stars", expiry=Rolling(days=30)))
START = datetime(2026, 3, 1, 4, tzinfo=UTC)


async def post(tx: Tx, member_id: MemberId, *amounts: int) -> None:
    """Post amounts under the causes 0, 1, 2 …, a day apart, so that lots end apart."""
    for number, amount in enumerate(amounts):
        because = points.Because(at=tx.now + timedelta(days=number))
        await points.post(
            tx, [Movement(member_id, "stars", str(number), amount, because)], live=LIVE
        )


async def undo(tx: Tx, member_id: MemberId, of_cause: str, amount: int) -> points.Posted:
    cause = f"undo:{of_cause}:{amount}"
    (done,) = await points.reverse(
        tx, [Reversal(member_id, "stars", cause, of_cause, amount)], live=LIVE
    )
    return done


async def left(tx: Tx, member_id: MemberId) -> list[int]:
    page = await lots(tx, member_id, book="stars")
    return [lot.remaining for lot in page.items]


@pytest.mark.inv("L5")
async def test_a_return_fills_the_same_lots_again_with_their_end(tx: Tx) -> None:
    tx.now = START
    (one,) = await make.members(tx)
    await post(tx, one, 10, 10, -15)
    assert await left(tx, one) == [5]
    await undo(tx, one, "2", 6)
    assert await left(tx, one) == [1, 10]
    await undo(tx, one, "2", 9)
    ends = [lot.expires_on for lot in (await lots(tx, one, book="stars")).items]
    assert ends == [START.date() + timedelta(days=30), START.date() + timedelta(days=31)]
    with pytest.raises(OverReversed):
        await undo(tx, one, "2", 1)
    await proven(tx)


@pytest.mark.inv("L7")
async def test_a_spent_award_becomes_a_debt_that_the_next_earning_pays(tx: Tx) -> None:
    tx.now = START
    (one,) = await make.members(tx)
    await post(tx, one, 100, -80)
    await undo(tx, one, "0", 100)
    (balance,) = await points.balances(tx, [one])
    assert (balance.spendable, balance.debt, balance.earned) == (0, 80, 0)
    await points.post(tx, [Movement(one, "stars", "next", 100)], live=LIVE)
    (balance,) = await points.balances(tx, [one])
    assert (balance.spendable, balance.debt) == (20, 0)
    await proven(tx)


async def test_what_expired_in_another_night_is_not_owed(tx: Tx) -> None:
    tx.now = START
    (one,) = await make.members(tx)
    await post(tx, one, 100, -30)
    tx.now = START + timedelta(days=40)
    assert [e.points for e in await points.expire(tx, [one], live=LIVE)] == [70]
    first, second = await undo(tx, one, "0", 40), await undo(tx, one, "0", 60)
    assert (first.points, second.points) == (-30, 0)
    await proven(tx)


async def test_what_was_given_by_hand_is_not_undone_as_if_it_were_spent(tx: Tx) -> None:
    (one,) = await make.members(tx)
    await points.adjust(tx, [points.Adjustment(one, "stars", "0", 10, "goodwill")], live=LIVE)
    with pytest.raises(CauseReused):
        await undo(tx, one, "0", 1)
    await proven(tx)


async def test_what_nobody_posted_cannot_be_undone(tx: Tx) -> None:
    (one,) = await make.members(tx)
    with pytest.raises(UnknownEntry):
        await undo(tx, one, "nothing", 1)


@pytest.mark.inv("L5")
@pytest.mark.parametrize(
    ("books", "crowd", "spends"), [(1, 20, 20), pytest.param(6, 80, 500, marks=pytest.mark.torture)]
)
async def test_of_two_rivals_undoing_one_spend_exactly_one_does(
    shop: Shop, books: int, crowd: int, spends: int
) -> None:
    live = Live.of(*(BookSpec(code=f"book{n}", expiry=Rolling(days=30)) for n in range(books)))
    async with shop.begin(START) as tx:
        members = await make.members(tx, crowd)
        accounts = [(m, f"book{n}") for n in range(books) for m in members]
        spent = [(*accounts[n % len(accounts)], f"spend:{n}") for n in range(spends)]
        gifts = [Movement(m, book, "gift", 100) for m, book in accounts]
        await points.post(tx, gifts, live=live)
        await points.post(tx, [Movement(m, book, c, -50) for m, book, c in spent], live=live)
    desk = asyncio.Semaphore(20)
    rivals = [(one, n) for one in spent for n in range(2)]
    random.shuffle(rivals)
    done = await asyncio.gather(*(_rival(shop, desk, live, one, n) for one, n in rivals))
    assert (done.count(True), done.count(False)) == (spends, spends)
    async with shop.begin(START) as tx:
        found = {(b.member_id, b.book): b.spendable for b in await points.balances(tx, members)}
        assert found == dict.fromkeys(accounts, 100)
        await proven(tx)


async def _rival(
    shop: Shop, desk: asyncio.Semaphore, live: Live, spent: tuple[MemberId, str, str], number: int
) -> bool:
    member_id, book, cause = spent
    try:
        async with desk, shop.begin(START) as tx:
            reversal = Reversal(member_id, book, f"undo:{cause}:{number}", cause, 50)
            await points.reverse(tx, [reversal], live=live)
    except OverReversed:
        return False
    return True


@pytest.mark.inv("L7")
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    spent=st.integers(1, 100),
    backs=st.lists(st.tuples(st.integers(1, 40), st.integers(0, 40)), min_size=1, max_size=5),
)
async def test_what_refunds_do_not_bear_is_owed_and_nothing_is_dropped(
    tx: Tx, spent: int, backs: list[tuple[int, int]]
) -> None:
    tx.now = START
    live = Live.of(BookSpec(code="stars", claw_back=ClawBack.DEDUCT, value_minor_per_1000=1000))
    (one,) = await make.members(tx)
    await points.post(tx, [Movement(one, "stars", "0", 100)], live=live)
    await points.post(tx, [Movement(one, "stars", "1", -spent)], live=live)
    borne = taken = 0
    for number, (asked, bearable) in enumerate(backs):
        part = min(asked, 100 - taken)
        if part:
            key = points.Key(one, "stars", f"r:{number}")
            accounts = await points.open_accounts(
                tx, [one], live, undoing=[key._replace(cause="0")]
            )
            posted = accounts.claw_back(
                key, part, points.Because(), of_cause="0", bearable=bearable
            )
            await points.save(tx, accounts)
            assert posted.short <= bearable
            borne, taken = borne + posted.short, taken + part
    (balance,) = await points.balances(tx, [one])
    assert balance.spendable - balance.debt == 100 - spent - taken + borne
    await proven(tx)


@pytest.mark.inv("L5")
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cuts=st.lists(st.integers(1, 30), min_size=1, max_size=6))
async def test_any_partition_of_a_return_equals_never_having_spent(tx: Tx, cuts: list[int]) -> None:
    tx.now = START
    (one,) = await make.members(tx)
    spent = min(sum(cuts), 90)
    await post(tx, one, 30, 30, 30, -spent)
    for number, cut in enumerate(cuts):
        part = min(cut, spent - sum(cuts[:number]))
        if part > 0:
            reversal = Reversal(one, "stars", f"r:{number}", "3", part)
            await points.reverse(tx, [reversal], live=LIVE)
    assert await left(tx, one) == [30, 30, 30]
    await proven(tx)
