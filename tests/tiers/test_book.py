"""What was never counted takes nothing with it, and what is dated ahead moves nobody ahead."""

from __future__ import annotations

from datetime import date

import pytest

from liuke.domains import checkout, members, tiers
from liuke.domains.checkout import Comeback, Units
from liuke.domains.members import CardPlan, Issue
from liuke.domains.points import BookSpec
from liuke.domains.tiers import Amounts, Happening, TierProgressUndone
from liuke.domains.tiers.book import Key
from liuke.domains.tiers.values import Level, Standing, Window
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.checkout.test_take_back import sell
from tests.tiers.shapes import book, noon, publish, spent, stars

YEAR = Window(kind="calendar", calendar="year")
HELD = (Level(code="basic", name="Basic", entry_card=True),)


async def standing(tx: Tx, one: MemberId) -> Standing:
    """Return where a member stands in the stars."""
    return (await book(tx, one)).standings[Key(one, "stars")]


@pytest.mark.inv("L13")
async def test_a_return_of_what_was_bought_before_the_set_takes_nothing_off(tx: Tx) -> None:
    await make.programme(tx, BookSpec(code="points"))
    await make.products(tx, tee=9900)
    (one,) = await make.members(tx)
    receipt = await sell(tx, one, 9900, units={"tee": 1})
    await publish(tx, stars())
    await sell(tx, one, 29_700, units={"tee": 3}, key="2")
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    now = await standing(tx, one)
    assert (now.progress, now.purchases, now.level) == (29_700, 1, "jade")


async def test_a_return_tells_of_progress_only_where_purchases_count(tx: Tx) -> None:
    plan = CardPlan("gold", "gold", "金卡")
    await make.programme(tx, plan, stars(levels=HELD, counts_from="first_level"))
    await make.products(tx, tee=9900)
    holder, other = await make.members(tx, 2)
    await members.issue(tx, [Issue(holder, "counter", "gold")])
    await tx.settle()
    told = {}
    for one in (holder, other):
        receipt = await sell(tx, one, 9_900, units={"tee": 1}, key=str(one))
        (back,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
        told[one] = [(undone.subject, undone.amount) for undone in back.undone]
    assert told == {holder: [("stars", -9_900)], other: []}
    events = [event for event in tx.events if isinstance(event, TierProgressUndone)]
    assert [event.member_id for event in events] == [holder]


async def test_a_return_of_what_came_after_its_period_was_closed_takes_nothing_off(tx: Tx) -> None:
    await publish(tx, stars(window=YEAR))
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2027-02-01", 30_000)])
    held = await book(tx, one)
    held.progress(one, Amounts(spend_minor=9_900), at=noon("2026-12-31"), cause="order:late")
    assert held.closed == ["order:late"]
    await tiers.record(tx, [
        Happening(one, "return:late", noon("2027-02-02"), Amounts(spend_minor=-9_900),
                  undoes="order:late")
    ])  # fmt: skip
    assert (await standing(tx, one)).progress == 30_000


async def test_a_card_brought_along_from_years_ago_opens_its_level(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    (one,) = await make.members(tx)
    plan = CardPlan("gold", "gold", "金卡")
    spec = stars(levels=(*HELD, Level(code="top", name="Top", entry_threshold=1)), window=YEAR)
    await make.programme(tx, plan, spec)
    await tiers.record(tx, [Happening(one, "joined:x", tx.now, Amounts(orders=1))])
    assert (await standing(tx, one)).level == ""
    await members.issue(tx, [Issue(one, "import", "gold", card_on=date(2024, 5, 5))])
    await tx.settle()
    assert (await standing(tx, one)).level == "basic"


@pytest.mark.parametrize("window", [YEAR, Window(kind="card_year")])
async def test_a_card_of_a_day_to_come_does_not_close_the_days_until_then(
    tx: Tx, window: Window
) -> None:
    tx.now = noon("2026-03-01")
    (one,) = await make.members(tx)
    levels = (*HELD, Level(code="top", name="Top", entry_threshold=25_000))
    await make.programme(tx, CardPlan("gold", "gold", "金卡"), stars(levels=levels, window=window))
    await members.issue(tx, [Issue(one, "counter", "gold", card_on=date(2027, 6, 1))])
    await tx.settle()
    now = await standing(tx, one)
    assert (now.level, now.as_of_on, now.anchor_on) == ("basic", tx.today, date(2027, 6, 1))
    await tiers.record(tx, [spent(one, "2026-03-02", 30_000)])
    assert (await standing(tx, one)).level == "top"
