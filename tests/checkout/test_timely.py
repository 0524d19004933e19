from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from liuke.domains import checkout
from liuke.domains.checkout.errors import PlacedAtWrong
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
