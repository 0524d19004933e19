"""Edges of what time alone does."""

from __future__ import annotations

from datetime import date, timedelta

from liuke.domains.tiers.rules import replay
from liuke.domains.tiers.values import NO_VERSION, Entry, Standing, TierSet, Window
from liuke.kernel.ids import MemberId
from tests.tiers.shapes import noon, stars

ONE = MemberId(bytes(16))
YEAR = Window(kind="calendar", calendar="year")


def entry(day: str, cause: str, amount: int = 0, **fields: object) -> Entry:
    """Make an entry at noon."""
    at = noon(day)
    return Entry(ONE, "stars", cause, at, at.date(), amount, **fields)  # type: ignore[arg-type]  # plain test data


def run(spec: TierSet, *entries: Entry, until: date) -> Standing:
    """Fold entries and let time pass."""
    return replay({NO_VERSION: spec}, entries, until=until)[0]


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


def test_a_card_that_expires_without_a_level_pauses_nothing() -> None:
    spec = stars(pauses_with_card=True, requires_purchase=True)
    card = entry("2026-01-01", "card", card_on=date(2026, 1, 1), card_until_on=date(2026, 2, 1))
    assert run(spec, card, until=date(2026, 3, 1)).paused == ""


def test_a_correction_below_zero_takes_a_level_that_has_no_periods() -> None:
    spec = stars()
    gold, wrong = entry("2026-01-01", "a", 130_000), entry("2026-01-02", "fix", -129_000)
    assert run(spec, gold, wrong, until=date(2026, 1, 2)).level == "silver"
    kept = stars(window=YEAR)
    assert run(kept, gold, wrong, until=date(2026, 1, 2)).level == "gold"
    assert run(kept, gold, wrong, until=date(2027, 1, 1)).level == "silver"
