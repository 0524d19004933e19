from __future__ import annotations

from datetime import date, timedelta

import pytest

from liuke.domains import coupons
from liuke.domains.coupons import CouponIssued, Grant, Reason
from liuke.domains.coupons.template import BirthdayMonth, CardYear
from liuke.kernel.db import Tx, UnknownMembers
from liuke.kernel.ids import MemberId
from tests import make
from tests.coupons.templates import cash, publish


async def test_a_member_gets_a_coupon_with_its_event(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    (verdict,) = await coupons.issue(tx, [Grant(ann, "ten", "welcome")])
    assert verdict.coupon_id is not None
    assert [e for e in tx.events if isinstance(e, CouponIssued)] == [
        CouponIssued(ann, verdict.coupon_id, "ten", "welcome", tx.now)
    ]


@pytest.mark.inv("I1")
async def test_the_same_cause_again_gives_the_same_coupon_and_no_second_one(tx: Tx) -> None:
    await publish(tx, cash(stock=1))
    (ann,) = await make.members(tx)
    grants = [Grant(ann, "ten", "welcome")] * 2
    first, again = await coupons.issue(tx, grants)
    (later,) = await coupons.issue(tx, grants[:1])
    assert first == again == later
    assert sum(isinstance(e, CouponIssued) for e in tx.events) == 1


@pytest.mark.inv("C1")
async def test_what_is_left_of_a_stock_goes_to_the_first_who_ask(tx: Tx) -> None:
    await publish(tx, cash(stock=3))
    members = await make.members(tx, 5)
    verdicts = await coupons.issue(tx, [Grant(m, "ten", "drop") for m in members])
    assert [v.refused for v in verdicts] == [None] * 3 + [Reason.OUT_OF_STOCK] * 2


@pytest.mark.inv("C1")
async def test_a_day_has_its_own_stock_and_takes_nothing_more_of_the_whole(tx: Tx) -> None:
    await publish(tx, cash(stock=5, per_day=2))
    members = await make.members(tx, 4)
    grants = [Grant(m, "ten", "drop") for m in members]
    verdicts = await coupons.issue(tx, grants)
    assert [v.refused for v in verdicts] == [None] * 2 + [Reason.DAY_LIMIT] * 2
    tx.now += timedelta(days=1)
    verdicts = await coupons.issue(tx, grants)
    assert [v.refused for v in verdicts] == [None] * 4
    tx.now += timedelta(days=1)
    verdicts = await coupons.issue(tx, [Grant(m, "ten", "more") for m in members])
    assert [v.refused for v in verdicts] == [None] + [Reason.OUT_OF_STOCK] * 3


async def test_a_stock_declared_late_counts_what_was_given_before(tx: Tx) -> None:
    await publish(tx, cash())
    members = await make.members(tx, 4)
    await coupons.issue(tx, [Grant(m, "ten", "early") for m in members[:2]])
    await publish(tx, cash(stock=3))
    verdicts = await coupons.issue(tx, [Grant(m, "ten", "late") for m in members])
    assert [v.refused for v in verdicts] == [None] + [Reason.OUT_OF_STOCK] * 3


async def test_a_member_gets_no_more_than_the_limit_even_in_one_batch(tx: Tx) -> None:
    await publish(tx, cash(per_member=2, per_member_day=1))
    (ann,) = await make.members(tx)
    verdicts = await coupons.issue(tx, [Grant(ann, "ten", c) for c in "ab"])
    assert [v.refused for v in verdicts] == [None, Reason.MEMBER_DAY_LIMIT]
    tx.now += timedelta(days=1)
    await coupons.issue(tx, [Grant(ann, "ten", "c")])
    tx.now += timedelta(days=1)
    (last,) = await coupons.issue(tx, [Grant(ann, "ten", "d")])
    assert last.refused is Reason.MEMBER_LIMIT


async def test_an_unknown_template_is_refused_by_name_and_an_unknown_member_by_all(tx: Tx) -> None:
    (ann,) = await make.members(tx)
    (verdict,) = await coupons.issue(tx, [Grant(ann, "none", "x")])
    assert verdict.refused is Reason.UNKNOWN_TEMPLATE
    with pytest.raises(UnknownMembers):
        await coupons.issue(tx, [Grant(MemberId.new(), "ten", "x")])


async def test_birthday_and_card_year_coupons_need_their_dates(tx: Tx) -> None:
    await publish(tx, cash("cake", validity=BirthdayMonth()), cash("year", validity=CardYear()))
    (ann,) = await make.members(tx)
    verdicts = await coupons.issue(
        tx,
        [
            Grant(ann, "cake", "1"),
            Grant(ann, "year", "2"),
            Grant(ann, "cake", "3", date(1990, 2, 14)),
            Grant(ann, "year", "4", date(2024, 2, 29)),
        ],
    )
    assert [v.refused for v in verdicts] == [Reason.NO_BIRTH_DATE, Reason.NO_CARD_DATE, None, None]
