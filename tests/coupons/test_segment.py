from __future__ import annotations

import msgspec
import pytest

from liuke.domains import coupons
from liuke.domains.coupons import CouponIssued, State
from liuke.kernel.db import Tx
from liuke.kernel.events import WITHIN
from liuke.kernel.ids import from_wire
from liuke.kernel.rows import Sql
from tests import make
from tests.coupons.templates import cash, publish

BODIES = Sql[dict[str, str]]("""
    SELECT body FROM kernel_event WHERE kind = 'coupon.issued' ORDER BY member_id
""")


async def test_everybody_gets_one_and_a_repeated_chunk_gives_nothing(tx: Tx) -> None:
    await publish(tx, cash())
    members = await make.members(tx, 50)
    assert await coupons.issue_to_segment(tx, members[:30], "ten", cause="spring") == 30
    assert await coupons.issue_to_segment(tx, members, "ten", cause="spring") == 20
    assert await coupons.issue_to_segment(tx, members, "ten", cause="spring") == 0
    (tally,) = await coupons.tallies(tx, ["ten"])
    assert (tally.given, tally.open) == (50, 50)
    (coupon,) = await coupons.holdings(tx, members[7])
    assert (coupon.state, coupon.uses_left, coupon.cause) == (State.OPEN, 1, "spring")
    assert (await coupons.look_up(tx, str(coupon.code), member_id=members[7])) == coupon


async def test_a_segment_event_reads_as_a_single_one(tx: Tx) -> None:
    assert not WITHIN.get(CouponIssued)
    await publish(tx, cash())
    members = await make.members(tx, 3)
    await coupons.issue_to_segment(tx, members, "ten", cause='sp"ring')
    told = await tx.rows(BODIES)
    held = [(await coupons.holdings(tx, member))[0] for member in members]
    singly = [CouponIssued(c.member_id, c.id, "ten", 'sp"ring', tx.now) for c in held]
    assert [msgspec.convert(body, CouponIssued, dec_hook=from_wire) for body in told] == singly


@pytest.mark.inv("C1")
async def test_a_stock_ends_a_segment_at_the_first_members(tx: Tx) -> None:
    await publish(tx, cash(stock=12))
    members = await make.members(tx, 30)
    assert await coupons.issue_to_segment(tx, members[:10], "ten", cause="spring") == 10
    assert await coupons.issue_to_segment(tx, members, "ten", cause="spring") == 2
    assert len(await coupons.holdings(tx, members[11])) == 1
    assert await coupons.holdings(tx, members[12]) == []


async def test_limits_per_member_hold_in_a_segment(tx: Tx) -> None:
    await publish(tx, cash(per_member=1))
    members = await make.members(tx, 4)
    assert await coupons.issue_to_segment(tx, members, "ten", cause="spring") == 4
    assert await coupons.issue_to_segment(tx, members, "ten", cause="summer") == 0


async def test_an_unknown_template_is_refused(tx: Tx) -> None:
    with pytest.raises(coupons.UnknownTemplate):
        await coupons.issue_to_segment(tx, await make.members(tx), "none", cause="spring")
