"""Edges of what time alone does."""

from __future__ import annotations

from datetime import date, timedelta

from liuke.domains.tiers.rules import replay
from liuke.domains.tiers.values import (
    NO_VERSION,
    Decay,
    Entry,
    Level,
    Standing,
    TierSet,
    Window,
)
from liuke.kernel.ids import MemberId
from tests.tiers.shapes import noon, stars

ONE = MemberId(bytes(16))
YEAR = Window(kind="calendar", calendar="year")
MONTH = Window(kind="calendar", calendar="month")


def entry(day: str, cause: str, amount: int = 0, **fields: object) -> Entry:
    """Make an entry at noon."""
    at = noon(day)
    return Entry(ONE, "stars", cause, at, at.date(), amount, **fields)  # type: ignore[arg-type]  # plain test data


def run(spec: TierSet, *entries: Entry, until: date) -> Standing:
    """Fold entries and let time pass."""
    return replay({NO_VERSION: spec}, entries, until=until)[0]


def moves(spec: TierSet, *entries: Entry, until: date) -> list[tuple[str, str, str]]:
    """Return how a member moved: up, down or kept, to which level, and why."""
    steps = replay({NO_VERSION: spec}, entries, until=until)[1]
    return [(step.kind, step.after, step.why) for step in steps if step.kind != "gift"]


def steps_of(*thresholds: int) -> tuple[Level, ...]:
    """Make levels `a`, `b`, … opened by these amounts."""
    return tuple(
        Level(code=code, name=code, entry_threshold=amount)
        for code, amount in zip("abc", thresholds, strict=False)
    )


def test_without_periods_a_level_by_hand_is_judged_as_its_hold_ends() -> None:
    gift = entry("2026-03-01", "hand", level="gold", hold_until_on=date(2026, 3, 31))
    spec = stars()
    assert run(spec, gift, until=date(2026, 3, 31)).level == "gold"
    assert run(spec, gift, until=date(2026, 4, 1)).level == "silver"


def test_a_demotion_held_to_a_day_is_climbed_out_of_afterwards() -> None:
    spec, rich = stars(), entry("2026-03-01", "order:1", 130_000, purchases=1)
    taken = entry("2026-03-02", "hand", level="silver", hold_until_on=date(2026, 3, 31))
    bought = [entry(day, day, 1, purchases=1) for day in ("2026-03-31", "2026-04-01")]
    assert run(spec, rich, taken, bought[0], until=date(2026, 3, 31)).level == "silver"
    assert run(spec, rich, taken, *bought, until=date(2026, 4, 1)).level == "gold"


def test_grace_in_a_rolling_window_is_given_once() -> None:
    spec = stars(window=Window(kind="rolling", days=30), grace_days=10)
    bought = [entry("2026-01-01", "a", 100_000), entry("2026-01-05", "b", 30_000)]
    first = date(2026, 1, 31)
    graced = run(spec, *bought, until=first + timedelta(days=5))
    assert (graced.level, graced.grace_until_on) == ("gold", date(2026, 2, 9))
    assert run(spec, *bought, until=date(2026, 2, 10)).level == "silver"


def test_grace_in_a_rolling_window_asks_for_what_has_left_it_meanwhile_too() -> None:
    spec = stars(window=Window(kind="rolling", days=30), grace_days=20, levels=steps_of(0, 100_000))
    before = [entry("2026-01-01", "a", 60_000), entry("2026-01-05", "b", 50_000)]
    in_grace = run(spec, *before, until=date(2026, 2, 4))
    assert (in_grace.level, in_grace.grace_missing) == ("b", 100_000)
    later = [entry("2026-02-10", "c", earned) for earned in (50_000, 100_000)]
    short, enough = [run(spec, *before, one, until=date(2026, 3, 1)) for one in later]
    assert (short.level, enough.level, enough.grace_until_on) == ("a", "b", None)


def test_a_card_that_expires_without_a_level_pauses_nothing() -> None:
    spec = stars(pauses_with_card=True, requires_purchase=True)
    card = entry("2026-01-01", "card", card_on=date(2026, 1, 1), card_until_on=date(2026, 2, 1))
    after = run(spec, card, until=date(2026, 3, 1))
    assert (after.level, after.paused, after.card_until_on) == ("", "", None)


def test_a_correction_below_zero_takes_a_level_that_has_no_periods() -> None:
    spec = stars()
    gold, wrong = entry("2026-01-01", "a", 130_000), entry("2026-01-02", "fix", -129_000)
    assert run(spec, gold, wrong, until=date(2026, 1, 2)).level == "silver"
    kept = stars(window=YEAR)
    assert run(kept, gold, wrong, until=date(2026, 1, 2)).level == "gold"
    assert run(kept, gold, wrong, until=date(2027, 1, 1)).level == "silver"


def test_the_lowest_level_and_the_smallest_amount_are_kept_like_any_other() -> None:
    spec = stars(window=YEAR, levels=steps_of(1, 9))
    bought = entry("2026-03-01", "a", 1), entry("2027-03-01", "b", 1)
    assert moves(spec, *bought, until=date(2029, 1, 1)) == [
        ("up", "a", "reached"),
        ("kept", "a", "retention met"),
        ("kept", "a", "retention met"),
        ("down", "", "retention missed"),
    ]


def test_who_holds_no_level_keeps_none() -> None:
    spec = stars(window=YEAR, requires_purchase=True)
    friend = entry("2026-03-01", "friend", 9)
    assert moves(spec, friend, until=date(2027, 1, 1)) == []
    years = [run(spec, friend, until=date(year, 1, 1)).progress for year in (2026, 2027)]
    assert years == [9, 0]


def test_where_no_period_ends_no_level_is_told_to_be_kept() -> None:
    spec = stars(window=Window(kind="rolling", days=30))
    bought = entry("2026-01-01", "a", 100_000), entry("2026-01-05", "b", 90_000)
    assert moves(spec, *bought, until=date(2026, 2, 1)) == [
        ("up", "silver", "reached"),
        ("up", "jade", "reached"),
        ("up", "gold", "reached"),
    ]


def test_a_level_that_lasts_one_period_ends_with_it_however_little_it_asks() -> None:
    spec = stars(window=MONTH, lasts="this_period", levels=steps_of(0, 1))
    assert run(spec, entry("2026-01-31", "a", 5), until=date(2026, 2, 1)).level == "a"
    fresh = stars(window=MONTH, lasts="this_period", reset_on_promotion=True)
    climbed = entry("2026-01-31", "a", 30_000)
    assert run(fresh, climbed, until=date(2026, 1, 31)).level == "jade"
    assert run(fresh, climbed, until=date(2026, 2, 1)).level == "silver"


def test_what_was_counted_starts_from_nothing_in_each_period() -> None:
    after = run(stars(window=YEAR), entry("2026-03-01", "a", 30_000), until=date(2027, 1, 1))
    assert (after.progress, after.level) == (0, "jade")


def test_counting_anew_after_a_climb_protects_it_from_its_first_day_on() -> None:
    spec = stars(window=YEAR, reset_on_promotion=True)
    climbed = entry("2026-01-01", "a", 30_000)
    assert run(spec, climbed, until=date(2027, 1, 1)).level == "jade"
    assert run(spec, climbed, until=date(2028, 1, 1)).level == "silver"


def test_counting_anew_protects_climbs_and_no_falls() -> None:
    levels = steps_of(0, 20_000, 100_000)
    spec = stars(window=YEAR, reset_on_promotion=True, drop="one", levels=levels)
    climbed = [entry(day, day, 100_000) for day in ("2025-02-01", "2025-02-02")]
    held = [run(spec, *climbed, until=date(year, 1, 1)).level for year in range(2026, 2029)]
    assert held == ["c", "b", "a"]


def test_counting_anew_in_a_rolling_window_asks_for_more_before_it_has_passed() -> None:
    spec = stars(window=Window(kind="rolling", days=30), reset_on_promotion=True)
    bought = entry("2026-01-01", "a", 30_000), entry("2026-01-10", "b", 5_000)
    assert run(spec, *bought, until=date(2026, 2, 8)).level == "jade"
    assert run(spec, *bought, until=date(2026, 2, 9)).level == "silver"


def test_a_level_opened_by_one_purchase_is_kept_by_what_it_asks() -> None:
    levels = (
        Level(code="a", name="a", entry_threshold=0),
        Level(code="b", name="b", entry_threshold=90_000, entry_purchase_minor=100),
    )
    bought = entry("2026-03-01", "a", 100, purchases=1, purchase_minor=100)
    spec = stars(window=YEAR, levels=levels)
    assert run(spec, bought, until=date(2026, 12, 31)).level == "b"
    assert run(spec, bought, until=date(2027, 1, 1)).level == "a"


def test_a_hold_protects_through_its_last_day() -> None:
    spec = stars(window=YEAR)
    for last, level in ((date(2026, 12, 31), "silver"), (date(2027, 1, 1), "gold")):
        held = entry("2026-03-01", "hand", level="gold", hold_until_on=last)
        assert run(spec, held, until=date(2027, 12, 31)).level == level


def test_grace_asks_for_what_was_missing_and_lands_where_the_period_left_the_member() -> None:
    spec = stars(window=YEAR, grace_days=31)
    year = entry("2026-03-01", "a", 130_000), entry("2027-03-01", "b", 30_000)
    january = date(2028, 1, 31)
    saved = run(spec, *year, entry("2028-01-31", "c", 50_000), until=january)
    assert (saved.level, saved.grace_to, saved.grace_missing) == ("gold", "", 0)
    assert run(spec, *year, entry("2028-01-31", "c", 49_999), until=january).grace_missing == 1
    assert run(spec, *year, until=january).level == "gold"
    assert run(spec, *year, until=date(2028, 2, 1)).level == "jade"


def test_after_its_grace_the_lowest_level_is_lost_too() -> None:
    spec = stars(window=YEAR, grace_days=10, levels=steps_of(100))
    bought = entry("2026-03-01", "a", 100)
    assert run(spec, bought, until=date(2028, 1, 10)).level == "a"
    assert run(spec, bought, until=date(2028, 1, 11)).level == ""


def test_what_fades_within_a_period_is_judged_at_its_end() -> None:
    spec = stars(window=YEAR, decay=Decay(percent=90))
    bought = entry("2026-03-01", "a", 130_000)
    last = run(spec, bought, until=date(2026, 12, 31))
    assert (last.level, last.progress) == ("gold", 1)
    assert run(spec, bought, until=date(2027, 1, 1)).level == "silver"


def test_the_last_of_it_fades_like_the_first() -> None:
    spec = stars(decay=Decay(percent=100))
    assert run(spec, entry("2026-01-15", "a", 1), until=date(2026, 2, 1)).progress == 0


def test_where_nothing_was_counted_nothing_fades_and_nobody_falls_for_it() -> None:
    spec = stars(decay=Decay(percent=10), pauses_with_card=True)
    card = entry("2026-01-01", "card", card_on=date(2026, 1, 1), card_until_on=date(2026, 1, 31))
    gift = entry("2026-01-02", "hand", level="gold")
    assert run(spec, card, gift, until=date(2026, 2, 1)).paused == "gold"


def test_a_rolling_window_never_counts_below_nothing() -> None:
    spec = stars(window=Window(kind="rolling", days=30))
    counted = entry("2026-01-01", "a", 30_000), entry("2026-01-20", "wrong", -10_000)
    after = run(spec, *counted, until=date(2026, 1, 31))
    assert (after.progress, after.level) == (0, "silver")


def test_a_demotion_is_climbed_out_of_after_the_period_unless_it_is_held() -> None:
    spec = stars(window=YEAR, reset_at_period_end=False)
    rich = entry("2026-03-01", "a", 130_000, purchases=1)
    small = entry("2027-01-05", "b", 1, purchases=1)
    taken = entry("2026-03-02", "hand", level="silver")
    assert run(spec, rich, taken, small, until=date(2027, 1, 5)).level == "gold"
    held = entry("2026-03-02", "hand", level="silver", hold_until_on=date(2027, 6, 30))
    assert run(spec, rich, held, small, until=date(2027, 1, 5)).level == "silver"
