"""Gifts that time brings, each once for its occasion."""

from __future__ import annotations

from datetime import date

import pytest

from liuke.domains import tiers
from liuke.domains.tiers.occasions import occasion
from liuke.domains.tiers.values import Grant, Standing
from liuke.kernel.db import Tx
from tests import make
from tests.tiers.shapes import GIFT, given_to, noon, publish, spent, stars


async def test_monthly_and_anniversary_gifts_come_once_each(tx: Tx) -> None:
    tx.now = noon("2026-01-31")
    await publish(tx, stars())
    one, two = await make.members(tx, 2)
    await tiers.record(tx, [spent(one, "2026-01-31", 130_000), spent(two, "2026-01-31", 1)])
    assert await tiers.holders(tx) == [one]
    days = ["2026-01-31", "2026-02-01", "2026-02-28", "2027-01-30", "2027-01-31", "2027-02-03"]
    for day in days:
        tx.now = noon(day)
        await tiers.give_due(tx, [one, two])
        await tiers.give_due(tx, [one, two])
    await tx.settle()
    assert given_to(two) == []
    assert given_to(one) == [
        f"tier:stars/{gift}"
        for gift in ("hello/gold:once", "month/2026-01", "month/2026-02", "month/2027-01",
                     "year/2027", "month/2027-02")
    ]  # fmt: skip


async def test_every_tenth_purchase_at_the_level_is_a_gift(tx: Tx) -> None:
    await publish(tx, stars())
    (one,) = await make.members(tx)
    baskets = [spent(one, f"2026-02-{day:02}", 130_000) for day in range(1, 22)]
    await tiers.record(tx, baskets[:9])
    await tiers.record(tx, baskets[9:])
    await tx.settle()
    cups = [cause for cause in given_to(one) if "/cup/" in cause]
    assert cups == [f"tier:stars/cup/gold:0:{turn}" for turn in (1, 2)]


@pytest.mark.inv("T1")
@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2027, 2, 27), None),
        (date(2027, 2, 28), "2027"),
        (date(2027, 3, 31), "2027"),
        (date(2027, 4, 1), None),
        (date(2028, 2, 28), None),
        (date(2028, 2, 29), "2028"),
    ],
)
def test_the_anniversary_of_a_29th_of_february(today: date, due: str | None) -> None:
    leap = date(2024, 2, 29)
    standing = Standing(level="gold", since_on=leap, anchor_on=leap)
    drink = Grant(code="drink", when="anniversary", deeds=(GIFT,))
    assert occasion(drink, standing, None, today) == due


def test_a_december_anniversary_is_caught_up_with_in_january() -> None:
    card = date(2025, 12, 20)
    standing = Standing(level="gold", since_on=card, anchor_on=card)
    drink = Grant(code="drink", when="anniversary", deeds=(GIFT,))
    assert occasion(drink, standing, None, date(2027, 1, 10)) == "2026"
    young = Standing(level="gold", since_on=date(2026, 12, 25), anchor_on=card)
    assert occasion(drink, young, None, date(2027, 1, 10)) is None


def test_a_birthday_gift_belongs_to_the_month() -> None:
    cake = Grant(code="cake", when="birthday", deeds=(GIFT,))
    born = date(2000, 2, 29)
    standing = Standing(level="jade")
    assert occasion(cake, standing, born, date(2026, 2, 28)) == "2026"
    assert occasion(cake, standing, born, date(2026, 3, 1)) is None
    assert occasion(cake, standing, None, date(2026, 2, 28)) is None
