"""What happens below moves standings in the same transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from liuke.domains import members, points, tiers
from liuke.domains.members import CardOf, CardPlan, Enrolment, Issue
from liuke.domains.points import Adjustment, BookSpec, Movement
from liuke.domains.points.reverse import Reversal, reverse
from liuke.domains.tiers import Amounts, Happening, TierSet
from liuke.domains.tiers.values import Basis, Window
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.tiers.shapes import LEVELS, book, noon, stars

BOOKS = (BookSpec(code="points"), BookSpec(code="other"))
ON_POINTS = stars(basis=Basis(kind="points", book="points"))


async def shop(tx: Tx, day: str, *items: Any) -> MemberId:
    """Publish books, sets and cards; return a member."""
    tx.now = noon(day)
    await make.programme(tx, *items)
    return (await make.members(tx))[0]


async def progress(tx: Tx, who: MemberId) -> int:
    """Return a member's progress in the stars."""
    await tx.settle()
    standing = (await book(tx, who)).standing(who, "stars")
    return standing.progress if standing else 0


async def test_points_earned_anywhere_count_once_and_only_of_their_book(tx: Tx) -> None:
    one = await shop(tx, "2026-03-01", *BOOKS, ON_POINTS)
    moves = [("points", 300), ("other", 999)]
    await points.post(tx, [Movement(one, book_, "referral:1", n) for book_, n in moves])
    assert await progress(tx, one) == 300
    await points.post(tx, [Movement(one, "points", "referral:1", 300)])
    await points.post(tx, [Movement(one, "points", "gift:1", -100)])
    assert await progress(tx, one) == 300


async def test_what_the_till_counted_itself_is_not_counted_again(tx: Tx) -> None:
    one = await shop(tx, "2026-03-01", *BOOKS, ON_POINTS)
    amounts = Amounts(points={"points": 300}, orders=1)
    await tiers.record(tx, [Happening(one, "order:1", tx.now, amounts)])
    await points.post(tx, [Movement(one, "points", "order:1", 300)])
    assert await progress(tx, one) == 300


async def test_a_reversal_takes_off_the_award_it_names(tx: Tx) -> None:
    one = await shop(tx, "2026-03-01", *BOOKS, ON_POINTS)
    await points.post(tx, [Movement(one, "points", "referral:1", 30_000)])
    assert await progress(tx, one) == 30_000
    await reverse(tx, [Reversal(one, "points", "undo:1", "referral:1", 29_000)])
    assert await progress(tx, one) == 1_000
    assert (await book(tx, one)).level(one, "stars") == "silver"


async def test_a_correction_counts_when_it_says_so(tx: Tx) -> None:
    one = await shop(tx, "2026-03-01", *BOOKS, ON_POINTS)
    await points.adjust(tx, [Adjustment(one, "points", "a", 200, "goodwill", counts=True)])
    await points.adjust(tx, [Adjustment(one, "points", "b", 500, "goodwill")])
    assert await progress(tx, one) == 200


async def test_a_new_member_stands_on_the_level_open_to_all(tx: Tx) -> None:
    await shop(tx, "2026-03-01", stars())
    (new,) = await members.enrol(tx, [Enrolment(name="新人", joined_at=noon("2026-02-01"))])
    await tx.settle()
    standing = (await book(tx, new.member_id)).standing(new.member_id, "stars")
    assert standing is not None
    assert (standing.level, standing.since_on) == ("silver", date(2026, 2, 1))


async def test_a_card_opens_its_level_and_dates_the_card_year(tx: Tx) -> None:
    first = LEVELS[0].__class__(code="basic", name="Basic", entry_card=True)
    spec = TierSet(
        code="stars", name="Stars", levels=(first, *LEVELS[1:]), basis=Basis(kind="spend"),
        window=Window(kind="card_year"), counts_from="first_level", card_kind="gold",
    )  # fmt: skip
    plans = [CardPlan(code, code, code) for code in ("gold", "tin")]
    one = await shop(tx, "2026-03-01", spec, *plans)
    await members.issue(tx, [Issue(one, "counter:1", "tin")])
    await tx.settle()
    assert (await book(tx, one)).level(one, "stars") == ""
    await members.issue(tx, [Issue(one, "counter:2", "gold", card_on=date(2025, 5, 5))])
    await tx.settle()
    standing = (await book(tx, one)).standing(one, "stars", tx.today)
    assert standing is not None
    assert (standing.level, standing.period_end_on) == ("basic", date(2026, 5, 4))


async def test_a_level_that_sleeps_wakes_by_its_own_card_alone(tx: Tx) -> None:
    first = LEVELS[0].__class__(code="basic", name="Basic", entry_card=True)
    spec = stars(levels=(first,), card_kind="gold", pauses_with_card=True)
    plans = [CardPlan(code, code, code, valid_years=1) for code in ("gold", "fuel")]
    one = await shop(tx, "2026-03-01", spec, *plans)
    gold, fuel = await members.issue(tx, [Issue(one, code, code) for code in ("gold", "fuel")])
    await tx.settle()
    tx.now = noon("2027-03-02")
    for card, level in ((fuel, ""), (gold, "basic")):
        await members.renew(tx, [CardOf(one, card.id)])
        await tx.settle()
        assert (await book(tx, one)).level(one, "stars", tx.today) == level
