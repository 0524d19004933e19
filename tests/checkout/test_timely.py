from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from liuke.domains import checkout
from liuke.domains.checkout import Comeback, Units
from liuke.domains.checkout.errors import PlacedAtWrong, ReturnedAtWrong
from liuke.kernel.db import Tx
from tests import make
from tests.checkout.test_commit import open_shop, sale
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
