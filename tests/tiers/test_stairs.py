"""What one entry does to a standing: counted, set by hand, or a card; no database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liuke.domains.tiers.rules import follows, opening_level, replay
from liuke.domains.tiers.values import (
    NO_VERSION,
    Basis,
    Day,
    Entry,
    Grant,
    Level,
    Standing,
    Step,
    TierSet,
    Window,
)
from liuke.kernel.ids import MemberId
from tests.tiers.shapes import GIFT, ladder, noon, stars

ONE = MemberId(bytes(16))
ROLLING = Window(kind="rolling", days=30)


def entry(day: str, cause: str, amount: int = 0, **fields: Any) -> Entry:
    """Make an entry at noon."""
    at = noon(day)
    return Entry(ONE, "stars", cause, at, at.date(), amount, **fields)


def fold(spec: TierSet, *entries: Entry) -> tuple[Standing, list[Step]]:
    """Fold entries from nothing."""
    return replay({NO_VERSION: spec}, entries)


def moves(steps: list[Step]) -> list[tuple[str, str]]:
    """Return what was decided, without the gifts of a welcome."""
    return [(step.kind, step.after) for step in steps if step.kind != "gift"]


GIVEN = entry("2026-01-01", "hand", level="gold")


@pytest.mark.parametrize("amount", [0, 1])
def test_a_level_given_by_hand_is_not_judged_by_what_is_bought_next(amount: int) -> None:
    after, steps = fold(stars(), GIVEN, entry("2026-01-02", "a", amount, purchases=1))
    assert after.level == "gold"
    assert moves(steps) == [("up", "gold")]


def test_the_level_that_is_held_may_be_given_by_hand_and_nothing_moves() -> None:
    jade = entry("2026-01-01", "a", 30_000)
    after, steps = fold(stars(), jade, entry("2026-01-02", "hand", level="jade"))
    assert (after.level, moves(steps)) == ("jade", [("up", "silver"), ("up", "jade")])
    richer = entry("2026-01-03", "b", 100_000)
    after, _ = fold(stars(), jade, entry("2026-01-02", "hand", level="jade"), richer)
    assert after.level == "gold"


def test_every_level_may_be_taken_by_hand() -> None:
    after, steps = fold(stars(), GIVEN, entry("2026-01-02", "hand:2", level=""))
    assert (after.level, moves(steps)) == ("", [("up", "gold"), ("down", "")])


def test_a_correction_never_counts_below_nothing() -> None:
    after, _ = fold(stars(), entry("2026-01-01", "a", 500), entry("2026-01-02", "fix", -900))
    assert after.progress == 0


def test_a_rolling_window_keeps_one_sum_a_day_and_none_of_nothing() -> None:
    counted = [(1, 100), (2, 50), (3, 25), (3, 5), (4, 0)]
    entries = [entry(f"2026-01-0{day}", f"{n}", sum_) for n, (day, sum_) in enumerate(counted)]
    after, _ = fold(stars(window=ROLLING), *entries)
    assert after.days == tuple(
        Day(date(2026, 1, day), sum_) for day, sum_ in ((1, 100), (2, 50), (3, 30))
    )
    assert fold(stars(), *entries)[0].days == ()


def test_a_rung_is_reached_once_a_period_and_only_in_full() -> None:
    earned = [999, 1, 500, 600]
    entries = [entry("2026-01-31", f"{n}", points) for n, points in enumerate(earned)]
    _, steps = fold(ladder(), *entries, entry("2026-02-01", "next", 2_000))
    assert [(one.after, one.cause, one.period) for one in steps if one.kind == "rung"] == [
        ("first", "1", "2026-01-01"),
        ("second", "3", "2026-01-01"),
        ("first", "next", "2026-02-01"),
        ("second", "next", "2026-02-01"),
    ]


def test_what_makes_up_for_a_period_is_told_as_a_level_kept() -> None:
    spec = stars(window=Window(kind="calendar", calendar="year"), grace_days=31)
    gold, saved = entry("2026-03-01", "a", 130_000), entry("2028-01-05", "b", 80_000)
    _, steps = fold(spec, gold, saved)
    assert moves(steps)[-3:] == [("up", "gold"), ("kept", "gold"), ("kept", "gold")]
    assert [step.why for step in steps if step.kind == "kept"] == ["retention met", "grace"]


def with_cup(**opened_by: Any) -> TierSet:
    """Make a set whose first level gives a cup for every second purchase."""
    cup = Grant(code="cup", when="purchases", every=2, deeds=(GIFT,))
    return stars(levels=(Level(code="a", name="A", grants=(cup,), **opened_by),))


def test_the_lowest_level_gives_for_purchases_too_and_only_to_who_holds_it() -> None:
    bought = [entry(f"2026-01-0{n}", f"{n}", 1, purchases=1) for n in range(1, 6)]
    _, steps = fold(with_cup(entry_threshold=0), *bought)
    assert [(one.after, one.cause, one.period) for one in steps if one.kind == "gift"] == [
        ("cup", "2", "a:0:1"),
        ("cup", "4", "a:0:2"),
    ]
    assert fold(with_cup(entry_card=True), *bought)[1] == []


def test_several_purchases_at_once_may_be_worth_several_gifts() -> None:
    _, steps = fold(with_cup(entry_threshold=0), entry("2026-01-01", "import", 9, purchases=5))
    assert [one.period for one in steps if one.kind == "gift"] == ["a:0:1", "a:0:2"]


@pytest.mark.parametrize(
    ("next_", "follows_"),
    [
        (entry("2026-01-02", "b"), True),
        (entry("2026-01-02", "c"), True),
        (entry("2026-01-02", "a"), False),
        (entry("2026-01-01", "z"), False),
        (entry("2026-01-03", "a"), True),
        (entry("2026-01-03", "back", undoes="a"), False),
    ],
)
def test_only_what_comes_after_all_that_was_seen_needs_no_replay(
    next_: Entry, *, follows_: bool
) -> None:
    seen, _ = fold(stars(), entry("2026-01-02", "aa", 1))
    assert follows(seen, next_) is follows_
    assert not follows(seen, entry("2026-01-02", "aa"))


def test_an_entry_of_a_day_the_calendar_has_passed_needs_a_replay() -> None:
    passed = Standing(as_of_on=date(2026, 1, 3))
    days = ("2026-01-02", "2026-01-03", "2026-01-04")
    assert [follows(passed, entry(day, "a")) for day in days] == [False, True, True]
    assert follows(Standing(), entry("2026-01-02", "a"))


@pytest.mark.parametrize(
    ("spec", "level"),
    [
        (stars(), "silver"),
        (stars(requires_purchase=True), ""),
        (stars(basis=Basis(kind="manual")), ""),
        (stars(levels=(Level(code="a", name="A", entry_threshold=1),)), ""),
        (stars(levels=(Level(code="a", name="A", entry_card=True),)), ""),
    ],
)
def test_a_level_is_open_to_all_if_nothing_has_to_be_done_for_it(spec: TierSet, level: str) -> None:
    assert opening_level(spec) == level
