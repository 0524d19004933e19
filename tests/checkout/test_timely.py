from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from liuke.domains import checkout, tiers
from liuke.domains.checkout import Comeback, Sale, Units
from liuke.domains.checkout.errors import PlacedAtWrong, ReturnedAtWrong
from liuke.domains.tiers.values import Window
from liuke.kernel.db import Tx
from tests import make
from tests.checkout.test_commit import CARD, GOLD, open_shop, sale
from tests.checkout.test_take_back import spendable


async def refused(tx: Tx, at: datetime) -> bool:
    member, _ = await open_shop(tx)
    late = replace(sale(member, str(at), 9900, tee=1), placed_at=at)
    try:
        await checkout.commit(make.limited(tx, "checkout.order"), [late])
    except checkout.SalesRefused as refusal:
        return isinstance(refusal.problems[0], PlacedAtWrong)
    return False


@pytest.mark.inv("I3")
@pytest.mark.parametrize("days", [0, -7])
async def test_a_till_may_be_late_by_days(tx: Tx, days: int) -> None:
    assert not await refused(tx, tx.now + timedelta(days=days))


@pytest.mark.parametrize("days", [1, -32])
async def test_a_till_is_neither_early_nor_late_by_months(tx: Tx, days: int) -> None:
    assert await refused(tx, tx.now + timedelta(days=days))


async def test_an_import_may_be_years_late_and_not_early(tx: Tx) -> None:
    member, other = await open_shop(tx)
    old = replace(sale(member, "1", 9900, tee=1), placed_at=tx.now - timedelta(days=400))
    new = replace(sale(other, "2", 9900, tee=1), placed_at=tx.now + timedelta(days=1))
    await checkout.commit(tx, [old])
    with pytest.raises(checkout.SalesRefused) as refusal:
        await checkout.commit(tx, [old, new])
    assert list(refusal.value.problems) == [1]
    assert await spendable(tx, member) == 99


async def came_back(tx: Tx, after: timedelta) -> bool:
    """Bring back today what was sold forty days ago, by a till whose clock says another time."""
    member, _ = await open_shop(tx)
    old = replace(sale(member, "1", 9900, tee=1), placed_at=tx.now - timedelta(days=40))
    (receipt,) = await checkout.commit(tx, [old])
    till = make.limited(tx, "checkout.return")
    comeback = Comeback(receipt.id, "r1", (Units(0, 0),), returned_at=tx.now + after)
    try:
        await checkout.take_back(till, [comeback])
    except checkout.SalesRefused as refusal:
        return not isinstance(refusal.problems[0], ReturnedAtWrong)
    return True


@pytest.mark.parametrize("days", [0, -31])
async def test_a_return_may_be_late_by_days(tx: Tx, days: int) -> None:
    assert await came_back(tx, timedelta(days=days))


@pytest.mark.parametrize("days", [400, 1, -32, -41])
async def test_a_return_is_neither_early_nor_late_by_months(tx: Tx, days: int) -> None:
    assert not await came_back(tx, timedelta(days=days))


@pytest.mark.parametrize(("minutes", "is_taken"), [(9, True), (11, False)])
async def test_a_return_is_not_from_before_its_sale(
    tx: Tx, minutes: int, *, is_taken: bool
) -> None:
    member, _ = await open_shop(tx)
    (receipt,) = await checkout.commit(tx, [sale(member, "1", 9900, tee=1)])
    at = receipt.placed_at - timedelta(minutes=minutes)
    comeback = Comeback(receipt.id, "r1", (Units(0, 0),), returned_at=at)
    if is_taken:
        await checkout.take_back(tx, [comeback])
    else:
        with pytest.raises(checkout.SalesRefused):
            await checkout.take_back(tx, [comeback])


async def prices(tx: Tx, *sales: Sale) -> list[int]:
    """Return what each sale of one backlog has to pay."""
    return [one.decision.payable_minor for one in await checkout.commit(tx, list(sales))]


@pytest.mark.inv("I3")
async def test_a_sale_sent_late_is_of_the_level_held_when_it_was_made(tx: Tx) -> None:
    member, other = await open_shop(tx)
    climb, day = sale(member, "1", 29700, tee=3), timedelta(days=1)
    before = replace(sale(member, "2", 9900, tee=1), placed_at=tx.now - day)
    after = replace(sale(member, "3", 8910, tee=1), placed_at=tx.now)
    assert await prices(tx, climb) == [29700]
    tx.now += day
    assert await prices(tx, after, before) == [8910, 9900]
    yesterday = replace(climb, placed_at=tx.now - day)
    in_order = [
        replace(one, member_id=other, external_id=f"o{one.external_id}")
        for one in (before, yesterday, after)
    ]
    assert await prices(tx, *in_order) == [9900, 29700, 8910]


async def test_a_backlog_out_of_order_is_priced_by_the_levels_of_each_day(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    climb = replace(sale(member, "1", 29700, tee=3), placed_at=tx.now - timedelta(hours=2))
    first = replace(sale(member, "2", 9900, tee=1), placed_at=tx.now - timedelta(hours=3))
    last = replace(sale(member, "3", 8910, tee=1), placed_at=tx.now - timedelta(hours=1))
    assert await prices(tx, climb, last, first) == [29700, 8910, 9900]


async def test_a_sale_sent_late_is_of_the_level_that_time_has_taken_since(tx: Tx) -> None:
    tx.now = tx.now.replace(month=1, day=20)
    month = Window(kind="calendar", calendar="month")
    await make.programme(tx, replace(CARD, code="month", window=month, lasts="this_period"), GOLD)
    await make.products(tx, tee=9900)
    (member,) = await make.members(tx)
    await prices(tx, sale(member, "1", 29700, tee=3))
    late = replace(sale(member, "2", 8910, tee=1), placed_at=tx.now + timedelta(days=1))
    tx.now += timedelta(days=20)
    await tiers.close(tx, [member])
    assert await prices(tx, late) == [8910]
