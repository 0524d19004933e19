"""Declared limits: who gets what is left, and what is left after them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from liuke.domains.coupons import CouponId, Reason
from liuke.domains.coupons.limits import Ask, Key, asks_of_one, give_back, share, spend
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value
from tests import make
from tests.coupons.templates import cash, given, publish

ONE, TWO, THREE = (CouponId(bytes([n] * 16)) for n in (1, 2, 3))
DAY = date(2026, 11, 21)


class Counted(Value, frozen=True):
    """What a counter holds."""

    template: str
    scope: str
    maximum: int
    spent: int


COUNTED = Sql[Counted]("""
    SELECT template, scope, maximum, spent FROM coupons_counter ORDER BY template, scope
""")


async def counters(tx: Tx) -> dict[Key, tuple[int, int]]:
    """Return what is spent of which maximum, by counter."""
    rows = await tx.rows(COUNTED)
    return {(row.template, row.scope): (row.spent, row.maximum) for row in rows}


def asks(scope: str, maximum: int, *coupons: CouponId, amount: int = 1) -> list[Ask]:
    """Ask one limit of `ten` for each coupon."""
    return [Ask(coupon, "ten", scope, maximum, amount) for coupon in coupons]


def test_a_coupon_asks_one_of_every_limit_that_is_declared() -> None:
    both = cash(stock=3, per_day=2)
    assert asks_of_one(both, ONE, DAY) == [
        Ask(ONE, "ten", "stock", 3, 1),
        Ask(ONE, "ten", "day:2026-11-21", 2, 1),
    ]
    assert [ask.scope for ask in asks_of_one(cash(per_day=2), ONE, DAY)] == ["day:2026-11-21"]
    assert asks_of_one(cash(), ONE, DAY) == []


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ("stock", Reason.OUT_OF_STOCK),
        ("budget", Reason.BUDGET_SPENT),
        ("day:2026-11-21", Reason.DAY_LIMIT),
    ],
)
def test_who_asks_first_gets_what_is_left_and_the_next_is_told_of_which_limit(
    scope: str, reason: Reason
) -> None:
    lost, taken = share(asks(scope, 2, ONE, TWO, THREE), {("ten", scope): 2})
    assert [(one.coupon_id, one.template, one.reason) for one in lost] == [(THREE, "ten", reason)]
    assert taken == {("ten", scope): 2}


def test_who_asks_for_more_than_is_left_leaves_it_to_the_next() -> None:
    wanted = asks("budget", 900, ONE, amount=600) + asks("budget", 900, TWO, amount=400)
    wanted += asks("budget", 900, THREE, amount=300)
    lost, taken = share(wanted, {("ten", "budget"): 900})
    assert [one.coupon_id for one in lost] == [TWO]
    assert taken == {("ten", "budget"): 900}


@pytest.mark.inv("C1")
def test_who_loses_one_limit_takes_nothing_of_the_others() -> None:
    day = "day:2026-11-21"
    wanted = [*asks("stock", 2, ONE), *asks(day, 0, ONE), *asks("stock", 2, TWO, THREE)]
    lost, taken = share(wanted, {("ten", "stock"): 2, ("ten", day): 0})
    assert [(one.coupon_id, one.reason) for one in lost] == [(ONE, Reason.DAY_LIMIT)]
    assert taken == {("ten", "stock"): 2}


@pytest.mark.inv("C1")
async def test_what_nobody_got_stays_in_its_counter(tx: Tx) -> None:
    day, wanted = "day:2026-11-21", [ONE, TWO, THREE]
    found = [ask for one in wanted for ask in (*asks("stock", 5, one), *asks(day, 2, one))]
    lost = await spend(tx, found, written=False)
    assert [(one.coupon_id, one.reason) for one in lost] == [(THREE, Reason.DAY_LIMIT)]
    assert await counters(tx) == {("ten", "stock"): (2, 5), ("ten", day): (2, 2)}
    other = [Ask(ONE, "cup", "stock", 1, 1), *asks("stock", 5, ONE)]
    assert await spend(tx, other, written=False) == []
    assert await counters(tx) == {
        ("cup", "stock"): (1, 1),
        ("ten", "stock"): (3, 5),
        ("ten", day): (2, 2),
    }


async def test_who_asks_nothing_moves_no_counter(tx: Tx) -> None:
    assert await spend(tx, [], written=True) == []
    await give_back(tx, Counter())
    assert await counters(tx) == {}


@pytest.mark.inv("C1")
async def test_what_is_given_back_may_be_taken_again_and_no_more(tx: Tx) -> None:
    await spend(tx, asks("stock", 2, ONE, TWO), written=False)
    await give_back(tx, Counter({("ten", "stock"): 1, ("gone", "stock"): 1}))
    lost = await spend(tx, asks("stock", 2, TWO, THREE), written=False)
    assert [one.coupon_id for one in lost] == [THREE]
    await give_back(tx, Counter({("ten", "stock"): 9}))
    assert await counters(tx) == {("ten", "stock"): (0, 2)}


async def early(tx: Tx, count: int) -> list[CouponId]:
    """Give coupons of `ten` before any limit was declared for it."""
    await publish(tx, cash())
    return [await given(tx, member_id, "ten") for member_id in await make.members(tx, count)]


@pytest.mark.inv("C1")
async def test_a_limit_declared_late_leaves_what_was_not_given_before(tx: Tx) -> None:
    await early(tx, 2)
    lost = await spend(tx, asks("stock", 3, ONE, TWO), written=False)
    assert [one.coupon_id for one in lost] == [TWO]
    assert await counters(tx) == {("ten", "stock"): (3, 3)}


@pytest.mark.inv("C1")
async def test_a_limit_declared_late_below_what_was_given_leaves_nothing(tx: Tx) -> None:
    await early(tx, 3)
    lost = await spend(tx, asks("stock", 2, ONE), written=False)
    assert [one.coupon_id for one in lost] == [ONE]
    assert await counters(tx) == {("ten", "stock"): (3, 2)}


async def test_a_limit_declared_late_does_not_count_those_twice_who_ask_it_now(tx: Tx) -> None:
    coupons = await early(tx, 3)
    assert await spend(tx, asks("stock", 3, coupons[2]), written=True) == []
    assert await counters(tx) == {("ten", "stock"): (3, 3)}


async def test_what_was_given_before_is_counted_once_only(tx: Tx) -> None:
    await early(tx, 2)
    assert await spend(tx, asks("stock", 4, ONE), written=False) == []
    await give_back(tx, Counter({("ten", "stock"): 2}))
    assert await spend(tx, asks("stock", 4, TWO), written=False) == []
    assert await counters(tx) == {("ten", "stock"): (2, 4)}


async def test_a_day_begins_with_nothing_given(tx: Tx) -> None:
    await early(tx, 2)
    assert await spend(tx, asks("day:2026-11-21", 1, ONE), written=False) == []
    assert await counters(tx) == {("ten", "day:2026-11-21"): (1, 1)}


async def test_a_new_template_has_its_whole_stock_and_budget(tx: Tx) -> None:
    wanted = [*asks("stock", 1, ONE), *asks("budget", 500, ONE, amount=500)]
    assert await spend(tx, wanted, written=False) == []
    assert await counters(tx) == {("ten", "budget"): (500, 500), ("ten", "stock"): (1, 1)}
