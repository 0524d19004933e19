"""What a till is shown of a member's coupons."""

from __future__ import annotations

from datetime import timedelta

from liuke.domains.coupons import usable
from liuke.domains.coupons.template import DaysAfter
from liuke.kernel.db import Tx
from tests import make
from tests.coupons.templates import card, cash, given, publish


async def test_a_till_sees_each_members_coupons_by_their_names_the_first_to_end_first(
    tx: Tx,
) -> None:
    week = cash("week", threshold_minor=5_000)
    day = cash("day", validity=DaysAfter(1))
    await publish(tx, week, day, card())
    ann, bob = await make.members(tx, 2)
    for template in ("week", "day"):
        await given(tx, ann, template)
    await given(tx, bob, "card")
    first, second, third = await usable(tx, [ann, bob])
    assert [(one.member_id, one.template) for one in (first, second, third)] == [
        (ann, "day"),
        (ann, "week"),
        (bob, "card"),
    ]
    assert (second.name, second.name_zh, second.threshold_minor) == ("week", "week", 5_000)
    assert (first.threshold_minor, third.uses_left) == (0, 3)
    assert second.valid_until is not None


async def test_what_may_not_be_used_now_is_not_shown(tx: Tx) -> None:
    later = cash("later", validity=DaysAfter(7, wait_days=1))
    await publish(tx, cash(), later, cash("unclaimed", claim_days=3))
    (ann,) = await make.members(tx)
    for template in ("ten", "later", "unclaimed"):
        await given(tx, ann, template)
    assert [one.template for one in await usable(tx, [ann])] == ["ten"]
    tx.now += timedelta(days=2)
    assert {one.template for one in await usable(tx, [ann])} == {"ten", "later"}
    tx.now += timedelta(days=30)
    assert await usable(tx, [ann]) == []


async def test_a_coupon_whose_template_is_gone_is_still_shown(tx: Tx) -> None:
    await publish(tx, cash("old"))
    (ann,) = await make.members(tx)
    coupon_id = await given(tx, ann, "old")
    await publish(tx, cash("new"))
    (shown,) = await usable(tx, [ann])
    assert (shown.id, shown.template, shown.name) == (coupon_id, "old", "")
