"""Corrections by hand."""

from __future__ import annotations

import pytest

from liuke.domains import points
from liuke.domains.points import Adjustment, BookSpec, InsufficientPoints
from liuke.domains.points.errors import ZeroPoints
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from tests import make
from tests.points.test_post import proven

LIVE = Live.of(BookSpec(code="stars"), BookSpec(code="growth", qualifying=True))
ACTS = Sql[str]("SELECT reason FROM kernel_audit WHERE action = 'points.adjusted' ORDER BY id")


async def test_a_correction_is_audited_once(tx: Tx) -> None:
    (one,) = await make.members(tx)
    wishes = [
        Adjustment(one, "stars", "ticket:1", 50, "forgotten at the till", counts=True),
        Adjustment(one, "growth", "ticket:1", -1, "was never there"),
    ]
    with pytest.raises(InsufficientPoints):
        await points.adjust(tx, wishes, live=LIVE)
    for _ in range(2):
        await points.adjust(tx, wishes[:1], live=LIVE)
    assert await tx.rows(ACTS) == ["forgotten at the till"]
    (balance,) = await points.balances(tx, [one])
    assert (balance.spendable, balance.earned) == (50, 50)
    await proven(tx)


async def test_a_correction_of_nothing_makes_no_sense(tx: Tx) -> None:
    (one,) = await make.members(tx)
    with pytest.raises(ZeroPoints):
        await points.adjust(tx, [Adjustment(one, "stars", "t", 0, "why")], live=LIVE)
