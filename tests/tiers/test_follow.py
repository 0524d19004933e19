"""What happens below counts once, on its day; who was there before a set stands in it too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from liuke.domains import members, tiers
from liuke.domains.members import CardPlan, Merging
from liuke.domains.tiers import TierSet
from liuke.domains.tiers.earned import Earned
from liuke.domains.tiers.follow import Carded, cards, joins, place, points, unplaced
from liuke.domains.tiers.values import Basis, Level, Standing, Window
from liuke.kernel import facts
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.tiers.shapes import LEVELS, book, given_to, noon, publish, spent, stars


async def test_who_was_there_before_a_set_stands_on_its_open_level(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    asked = "tier(stars)"
    first, buyer, gone, twin = await make.members(tx, 4)
    await members.erase(tx, [gone], reason="asked")
    welcome = LEVELS[2].grants[0]
    await publish(tx, stars(levels=(replace(LEVELS[0], grants=(welcome,)), *LEVELS[1:])))
    await tiers.record(tx, [spent(buyer, "2026-03-01", 30_000)])
    await members.merge(tx, [Merging(first, twin, "same phone")])
    assert (await facts.read(tx, [asked], [first]))[first][asked] is None

    tx.now = noon("2026-03-02")
    due = await unplaced(tx)
    assert due == [first]
    await place(tx, due)
    await tx.settle()
    assert await unplaced(tx) == []
    assert (await facts.read(tx, [asked], [first, buyer]))[first][asked] == "silver"
    assert (await book(tx, buyer)).level(buyer, "stars") == "jade"
    assert given_to(first) == []
    assert await tiers.prove(tx, [first, buyer]) == []


async def test_who_is_to_be_placed_is_read_page_by_page(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    crowd = sorted(await make.members(tx, 3))
    await publish(tx, stars())
    assert await unplaced(tx, limit=2) == crowd[:2]
    assert await unplaced(tx, crowd[0], limit=2) == crowd[1:]
    await place(tx, [])
    assert len(await unplaced(tx)) == 3


async def test_where_no_level_is_open_to_all_nobody_is_placed(tx: Tx) -> None:
    await make.members(tx, 2)
    gate = (Level(code="gate", name="Gate", entry_purchase_minor=100),)
    await publish(tx, stars(levels=gate, basis=Basis(kind="spend")))
    assert await unplaced(tx) == []


async def test_who_is_placed_counts_what_they_buy_from_then_on(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    (one,) = await make.members(tx)
    await publish(tx, stars())
    await place(tx, await unplaced(tx))
    await tiers.record(tx, [spent(one, "2026-03-01", 130_000)])
    await tx.settle()
    assert (await book(tx, one)).level(one, "stars") == "gold"
    assert given_to(one) == ["tier:stars/hello/gold:once"]


ON_POINTS = stars(basis=Basis(kind="points", book="points"))


async def stood(tx: Tx, who: MemberId, code: str = "stars") -> Standing:
    """Return how a member stands in a set; as nowhere, without an entry."""
    await tx.settle()
    return (await book(tx, who)).standing(who, code) or Standing()


def award(who: MemberId, cause: str, worth: int = 300, on: str = "2026-03-01") -> Earned:
    """Make points of the book that counts, earned at noon."""
    return Earned(who, "points", worth, cause, noon(on), noon(on).date())


async def test_of_points_only_what_is_new_counts(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    one, two = await make.members(tx, 2)
    await publish(tx, ON_POINTS)
    await points(tx, [award(one, "a"), award(two, "a", 50)])
    await points(tx, [award(one, "a"), award(one, "b", 20), award(two, "a", 50)])
    await points(tx, [award(two, "c", 9)._replace(book="other")])
    assert ((await stood(tx, one)).progress, (await stood(tx, two)).progress) == (320, 50)
    assert await tiers.prove(tx, [one, two]) == []


async def test_points_count_on_the_day_they_say_and_at_their_instant_if_it_is_that_day(
    tx: Tx,
) -> None:
    tx.now = noon("2026-03-09")
    one, two = await make.members(tx, 2)
    await publish(tx, ON_POINTS)
    late = award(two, "a", on="2026-03-05")._replace(counts_on=date(2026, 3, 3))
    await points(tx, [award(one, "a", on="2026-03-05"), late])
    assert (await stood(tx, one)).last_at == noon("2026-03-05")
    assert (await stood(tx, two)).last_at == datetime(2026, 3, 2, 16, tzinfo=UTC)


async def test_points_of_a_set_on_spend_are_nothing_to_it(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    (one,) = await make.members(tx)
    await publish(tx, stars(basis=Basis(kind="spend")), books=())
    await points(tx, [award(one, "a")])
    assert await stood(tx, one) == Standing()


BASIC = Level(code="basic", name="Basic", entry_card=True)
BY_CARD = TierSet(
    code="carded", name="Carded", levels=(BASIC, *LEVELS[1:]), basis=Basis(kind="spend"),
    window=Window(kind="card_year"), counts_from="first_level",
)  # fmt: skip
YEAR = timedelta(days=365)


def card(who: MemberId, on: date | None, until: date | None = None, plan: str = "tin") -> Carded:
    """Make a card that was handed out."""
    return Carded(who, f"card:{plan}/{on}/{until}", plan, on, until)


@pytest.mark.parametrize(
    ("days", "at"),
    [
        (-1, datetime(2026, 2, 27, 16, tzinfo=UTC)),
        (0, datetime(2026, 3, 1, 4, tzinfo=UTC)),
        (1, datetime(2026, 3, 1, 4, tzinfo=UTC)),
    ],
)
async def test_a_card_counts_from_its_day_and_one_of_a_day_to_come_from_now(
    tx: Tx, days: int, at: datetime
) -> None:
    tx.now = noon("2026-03-01")
    (one,) = await make.members(tx)
    await publish(tx, BY_CARD)
    on = tx.today + timedelta(days=days)
    await cards(tx, [card(one, on)])
    standing = await stood(tx, one, "carded")
    assert (standing.last_at, standing.anchor_on, standing.level) == (at, on, "basic")


async def test_a_renewed_card_leaves_its_day_and_means_nothing_to_who_had_none(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    one, two = await make.members(tx, 2)
    await publish(tx, BY_CARD)
    await cards(tx, [card(one, date(2026, 2, 1), tx.today + YEAR)])
    await cards(tx, [card(who, None, tx.today + 2 * YEAR) for who in (one, two)])
    standing = await stood(tx, one, "carded")
    assert (standing.anchor_on, standing.card_until_on) == (date(2026, 2, 1), tx.today + 2 * YEAR)
    assert await stood(tx, two, "carded") == Standing()


@pytest.mark.parametrize(
    ("spec", "moved"),
    [
        (stars(levels=(BASIC,)), True),
        (stars(levels=(BASIC, *LEVELS[1:])), True),
        (stars(levels=(BASIC,), card_kind="tin"), True),
        (stars(levels=(BASIC,), card_kind="gold"), False),
        (stars(levels=LEVELS[:1], pauses_with_card=True), True),
        (stars(levels=LEVELS[:1], window=Window(kind="card_year")), True),
        (stars(levels=LEVELS[:1]), False),
    ],
)
async def test_a_card_moves_only_sets_that_ask_for_one(
    tx: Tx, spec: TierSet, *, moved: bool
) -> None:
    tx.now = noon("2026-03-01")
    (one,) = await make.members(tx)
    await make.programme(tx, spec, *[CardPlan(code, code, code) for code in ("gold", "tin")])
    await cards(tx, [card(one, date(2026, 2, 1))])
    assert (await stood(tx, one) != Standing()) == moved


async def test_beside_a_set_that_asks_for_a_card_another_stays_as_it_was(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    (one,) = await make.members(tx)
    await publish(tx, BY_CARD, stars())
    await cards(tx, [card(one, date(2026, 2, 1))])
    assert (await stood(tx, one, "carded")).level == "basic"
    assert await stood(tx, one) == Standing()


async def test_who_joins_stands_from_that_day_but_never_ahead_of_the_clock(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    past, ahead, known = await make.members(tx, 3)
    gate = (Level(code="gate", name="Gate", entry_purchase_minor=100),)
    await publish(tx, stars(), replace(stars(levels=gate), code="gated"))
    await tiers.record(tx, [spent(known, "2026-03-01", 30_000)])
    days = {past: "2026-02-01", ahead: "2026-04-01", known: "2026-02-01"}
    await joins(tx, [(who, noon(day)) for who, day in days.items()])
    await joins(tx, [])
    first, second, third = [await stood(tx, who) for who in days]
    assert (first.since_on, first.last_cause) == (date(2026, 2, 1), "joined")
    assert (second.since_on, second.level) == (date(2026, 3, 1), "silver")
    assert (third.level, third.last_cause) == ("jade", "order:2026-03-01:30000")
    assert await stood(tx, past, "gated") == Standing()
