"""A reservation nobody took up goes when no till can name it any more, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.domains import checkout
from liuke.domains.checkout.jobs import sweep
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from tests.checkout.test_reserve import hold
from tests.checkout.test_take_back import open_shop, sell

HELD = Sql[int]("SELECT COUNT(*) FROM checkout_reservation")


@pytest.mark.inv("C4")
async def test_lapsed_reservations_are_swept_up_after_a_month(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 19800, units={"tee": 2})
    reservation = await hold(tx, member)
    tx.now = reservation.until + timedelta(days=31)
    await sweep(tx)
    assert await tx.row(HELD) == 1
    tx.now += timedelta(minutes=1)
    await sweep(tx)
    assert await tx.row(HELD) == 0
    with pytest.raises(checkout.UnknownReservation):
        await checkout.release(tx, [reservation.id])
