"""The fold of entries into a standing, by example and by property."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from liuke.domains.tiers.netting import net, stamp
from liuke.domains.tiers.rules import advance, replay, roll, successor, take
from liuke.domains.tiers.values import (
    NO_VERSION,
    Basis,
    Decay,
    Deed,
    Entry,
    Grant,
    Level,
    Standing,
    TierSet,
    Window,
)
from liuke.kernel.ids import MemberId

ONE = MemberId(bytes(16))
JANUARY = date(2026, 1, 1)
SILVER = Level(code="silver", name="Silver", entry_threshold=0)
JADE = Level(code="jade", name="Jade", entry_threshold=250, retention_threshold=100)
GOLD = Level(code="gold", name="Gold", entry_threshold=1250, retention_threshold=800)
LEVELS = (SILVER, JADE, GOLD)
YEARLY = Window(kind="calendar", calendar="year")


def stars(**fields: Any) -> TierSet:
    """Make a set of three levels on spend."""
    given_fields = {"levels": LEVELS, "basis": Basis(kind="spend"), **fields}
    return TierSet(code="stars", name="Stars", **given_fields)


def bought(on: date, amount: int, cause: str = "", **fields: Any) -> Entry:
    """Make one purchase at noon in Shanghai."""
    at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    given_fields = {"purchases": 1, "purchase_minor": amount, **fields}
    return Entry(ONE, "stars", cause or f"order:{on}:{amount}", at, on, amount, **given_fields)


def run(spec: TierSet, *entries: Entry, until: date | None = None) -> Standing:
    """Fold entries and let time pass."""
    return replay({NO_VERSION: spec}, entries, until=until)[0]


def test_levels_climb_at_once_and_pass_a_step_when_the_amount_allows() -> None:
    spec = stars()
    assert run(spec, bought(JANUARY, 249)).level == "silver"
    assert run(spec, bought(JANUARY, 250)).level == "jade"
    assert run(spec, bought(JANUARY, 1250)).level == "gold"


def test_counted_continuously_nothing_is_ever_lost() -> None:
    year = timedelta(days=365)
    spec = stars()
    entries = [bought(JANUARY + i * year, 250) for i in range(5)]
    assert run(spec, *entries).level == "gold"
    assert run(spec, *entries, until=date(2066, 1, 1)).level == "gold"


@pytest.mark.parametrize(
    ("spent", "kept"),
    [(1250, "gold"), (800, "gold"), (799, "jade"), (100, "jade"), (99, "silver"), (0, "silver")],
)
def test_keeping_a_level_needs_its_retention_threshold_not_its_entry(spent: int, kept: str) -> None:
    spec = stars(window=YEARLY)
    entries = [bought(JANUARY, 1250), bought(date(2027, 3, 1), spent, cause="next")]
    assert run(spec, *entries, until=date(2027, 12, 31)).level == "gold"
    assert run(spec, *entries, until=date(2028, 1, 1)).level == kept


def test_a_fall_of_one_level_and_no_fall_at_all() -> None:
    later = date(2028, 1, 1)
    one, never = stars(window=YEARLY, drop="one"), stars(window=YEARLY, drop="never")
    assert run(one, bought(JANUARY, 1250), until=later).level == "jade"
    assert run(one, bought(JANUARY, 1250), until=date(2029, 1, 1)).level == "silver"
    assert run(never, bought(JANUARY, 1250), until=later).level == "gold"


def test_a_level_that_never_falls_is_a_floor() -> None:
    safe = replace(JADE, never_falls=True)
    spec = stars(window=YEARLY, levels=(SILVER, safe, GOLD))
    assert run(spec, bought(JANUARY, 1250), until=date(2031, 1, 1)).level == "jade"


def test_grace_keeps_the_level_until_its_last_day_and_purchases_in_it_save_it() -> None:
    spec = stars(window=YEARLY, grace_days=30)
    gold = bought(JANUARY, 1250)
    assert run(spec, gold, until=date(2028, 1, 30)).level == "gold"
    assert run(spec, gold, until=date(2028, 1, 31)).level == "silver"
    saved = run(spec, gold, bought(date(2028, 1, 30), 800), until=date(2028, 12, 31))
    assert (saved.level, saved.progress, saved.grace_until_on) == ("gold", 800, None)
    short = run(spec, gold, bought(date(2028, 1, 30), 799), until=date(2028, 1, 31))
    assert (short.level, short.progress) == ("silver", 799)


def test_reset_on_promotion_counts_each_level_from_zero() -> None:
    spec = stars(reset_on_promotion=True)
    first = run(spec, bought(JANUARY, 2000))
    assert (first.level, first.progress) == ("jade", 0)
    second = run(spec, bought(JANUARY, 2000), bought(date(2026, 1, 2), 1250))
    assert (second.level, second.progress) == ("gold", 0)


def test_a_climb_in_the_period_protects_until_the_period_after() -> None:
    spec = stars(reset_on_promotion=True, window=YEARLY)
    december = bought(date(2026, 12, 30), 300)
    assert run(spec, december, until=date(2027, 1, 1)).level == "jade"
    assert run(spec, december, until=date(2028, 1, 1)).level == "silver"


def test_carrying_over_keeps_what_was_counted() -> None:
    carry = stars(window=YEARLY, reset_at_period_end=False)
    entries = [bought(JANUARY, 200), bought(date(2027, 5, 1), 50)]
    assert run(carry, *entries).level == "jade"
    assert run(stars(window=YEARLY), *entries).level == "silver"


def test_a_level_can_end_with_its_period() -> None:
    monthly = Window(kind="calendar", calendar="month")
    spec = stars(window=monthly, lasts="this_period")
    entries = [bought(date(2026, 1, 31), 1250)]
    assert run(spec, *entries, until=date(2026, 1, 31)).level == "gold"
    assert run(spec, *entries, until=date(2026, 2, 1)).level == "silver"


@pytest.mark.inv("T1")
def test_a_card_year_from_the_29th_of_february() -> None:
    spec = stars(window=Window(kind="card_year"), levels=LEVELS)
    card = bought(date(2024, 2, 29), 0, "card", purchases=0, card_on=date(2024, 2, 29))
    last = run(spec, card, bought(date(2025, 2, 27), 250))
    assert last.period_end_on == date(2025, 2, 27)
    assert (last.level, last.progress) == ("jade", 250)
    first = run(spec, card, bought(date(2025, 2, 28), 250))
    assert first.period_start_on == date(2025, 2, 28)
    leap = run(spec, card, until=date(2028, 2, 29))
    assert (leap.period_start_on, leap.period_end_on) == (date(2028, 2, 29), date(2029, 2, 27))


@pytest.mark.inv("T1")
def test_month_ends_and_year_ends_each_close_once() -> None:
    spec = stars(window=Window(kind="calendar", calendar="month"), drop="one")
    standing, falls = run(spec, bought(date(2025, 11, 30), 1250)), []
    day = date(2025, 11, 30)
    while day < date(2026, 3, 5):
        day += timedelta(days=1)
        standing, steps = roll(spec, standing, day)
        again, nothing = roll(spec, standing, day)
        assert (again, nothing) == (standing, [])
        falls += [(step.on, step.after) for step in steps if step.kind == "down"]
    assert falls == [(date(2026, 1, 1), "jade"), (date(2026, 2, 1), "silver")]


def test_a_rolling_window_forgets_day_by_day() -> None:
    spec = stars(window=Window(kind="rolling", days=30))
    entries = [bought(JANUARY, 150), bought(date(2026, 1, 20), 100)]
    assert run(spec, *entries).level == "jade"
    assert run(spec, *entries, until=date(2026, 1, 30)).progress == 250
    kept = run(spec, *entries, until=date(2026, 1, 31))
    assert (kept.progress, kept.level) == (100, "jade")
    assert run(spec, *entries, until=date(2026, 2, 19)).level == "silver"


def test_progress_fades_on_the_first_of_the_month() -> None:
    spec = stars(decay=Decay(percent=10))
    faded = run(spec, bought(date(2026, 1, 15), 255), until=date(2026, 2, 1))
    assert (faded.progress, faded.level) == (230, "jade")
    long = run(spec, bought(date(2026, 1, 15), 255), until=date(2027, 1, 1))
    assert long.level == "silver"


def test_no_level_by_amount_before_a_first_purchase_when_one_is_required() -> None:
    spec = stars(requires_purchase=True)
    friend = bought(JANUARY, 300, "referral", purchases=0)
    assert run(spec, friend).level == ""
    assert run(spec, friend, bought(date(2026, 1, 2), 1)).level == "jade"
    second = replace(friend, at=friend.at + timedelta(days=2), day=date(2026, 1, 3))
    assert run(spec, bought(date(2026, 1, 2), 1), second).level == "jade"
    assert run(stars(), friend).level == "jade"


def test_the_first_purchase_above_the_threshold_opens_and_counts() -> None:
    card = Level(code="card", name="Card", entry_purchase_minor=128)
    spec = stars(levels=(card, JADE, GOLD), counts_from="first_level")
    small = bought(JANUARY, 127)
    assert run(spec, small).level == ""
    opened = run(spec, small, bought(date(2026, 1, 2), 128))
    assert (opened.level, opened.progress, opened.anchor_on) == ("card", 128, date(2026, 1, 2))


def test_an_expired_card_pauses_the_level_until_renewed() -> None:
    silver = replace(SILVER, entry_threshold=None, entry_card=True)
    spec = stars(
        levels=(silver, JADE, GOLD), counts_from="first_level", pauses_with_card=True,
        window=Window(kind="card_year"), reset_at_period_end=False,
    )  # fmt: skip
    card = bought(JANUARY, 0, "card:1", purchases=0, card_on=JANUARY,
                  card_until_on=date(2027, 12, 31))  # fmt: skip
    spent = bought(date(2026, 3, 1), 300)
    ignored = bought(date(2028, 1, 5), 5000)
    assert run(spec, card, spent, until=date(2027, 12, 31)).level == "jade"
    paused = run(spec, card, spent, ignored)
    assert (paused.level, paused.paused, paused.progress) == ("", "jade", 300)
    renewed = bought(date(2028, 1, 8), 0, "card:2", purchases=0, card_on=date(2028, 1, 8),
                     card_until_on=date(2030, 1, 7))  # fmt: skip
    back = run(spec, card, spent, ignored, renewed)
    assert (back.level, back.paused, back.progress) == ("jade", "", 300)
    assert back.period_end_on == date(2029, 1, 7)


def test_a_level_set_by_hand_holds_and_a_demotion_is_not_undone_by_the_next_purchase() -> None:
    spec = stars(window=YEARLY)
    gift = bought(JANUARY, 0, "hand", purchases=0, level="gold", hold_until_on=date(2027, 6, 30))
    assert run(spec, gift, until=date(2027, 12, 31)).level == "gold"
    assert run(spec, gift, until=date(2028, 1, 1)).level == "silver"
    demoted = bought(date(2026, 2, 1), 0, "hand", purchases=0, level="silver")
    after = run(spec, bought(JANUARY, 1250), demoted, bought(date(2026, 2, 2), 10))
    assert after.level == "silver"


def test_a_new_version_keeps_the_level_and_reads_its_own_thresholds() -> None:
    old, new = stars(), stars(levels=(SILVER, replace(JADE, entry_threshold=200), GOLD))
    other = type(NO_VERSION)(b"\1" * 16)
    editions = {NO_VERSION: old, other: new}
    entries = [bought(JANUARY, 220), bought(date(2026, 2, 1), 0, "version", purchases=0,
                                            version=other)]  # fmt: skip
    assert replay(editions, entries[:1])[0].level == "silver"
    assert replay(editions, entries)[0].level == "jade"
    gone = {NO_VERSION: old, other: stars(levels=(SILVER, JADE))}
    kept, steps = replay(gone, [bought(JANUARY, 1250), entries[1]])
    assert (kept.level, steps[-1].why) == ("jade", "programme")


@pytest.mark.parametrize(
    ("codes", "held", "becomes"),
    [
        ("silver jade", "silver", "silver"),
        ("silver jade", "gold", "jade"),
        ("silver gold", "jade", "silver"),
        ("jade gold", "silver", ""),
        ("a b", "gold", "b"),
        ("a b c", "jade", "b"),
        ("gold jade", "jade", "jade"),
    ],
)
def test_a_level_that_is_gone_becomes_its_neighbour_below(
    codes: str, held: str, becomes: str
) -> None:
    new = stars(levels=tuple(Level(code=code, name=code) for code in codes.split()))
    assert successor(stars(), new, held) == becomes


def test_a_new_window_counts_anew_and_keeps_the_level() -> None:
    other = type(NO_VERSION)(b"\1" * 16)
    editions = {NO_VERSION: stars(), other: stars(window=YEARLY)}
    turn = bought(date(2026, 2, 1), 0, "version", purchases=0, version=other)
    after, _ = replay(editions, [bought(JANUARY, 300), turn])
    assert (after.level, after.progress, after.period_end_on) == ("jade", 0, date(2026, 12, 31))


def test_a_new_version_begins_after_what_the_old_one_did_until_then() -> None:
    other = type(NO_VERSION)(b"\1" * 16)
    mild = stars(window=YEARLY, drop="never")
    editions = {NO_VERSION: stars(window=YEARLY), other: mild}
    turn = bought(date(2028, 2, 1), 0, "version", purchases=0, version=other)
    after, _ = replay(editions, [bought(JANUARY, 1250), turn], until=date(2030, 1, 1))
    assert (after.level, after.version) == ("silver", other)


def test_time_moves_a_standing_to_its_day_and_never_back() -> None:
    spec = stars(window=YEARLY)
    later = run(spec, bought(JANUARY, 300), until=date(2026, 3, 1))
    assert (later.as_of_on, later.progress) == (date(2026, 3, 1), 300)
    assert roll(spec, later, date(2026, 2, 1)) == (later, [])


def test_a_late_entry_is_counted_under_the_version_of_its_time() -> None:
    other = type(NO_VERSION)(b"\1" * 16)
    history = [bought(JANUARY, 1), bought(date(2026, 3, 1), 1, version=other)]
    late = bought(date(2026, 2, 1), 5, version=other)
    assert stamp(history, [late])[0].version == NO_VERSION


def test_one_purchase_every_ten_is_a_gift_and_passing_levels_gives_each_welcome() -> None:
    spec = stars(levels=_with_gifts())
    _, steps = replay(
        {NO_VERSION: spec}, [bought(JANUARY + timedelta(days=i), 1250, f"o{i}") for i in range(22)]
    )
    gifts = [(step.before, step.after, step.period) for step in steps if step.kind == "gift"]
    assert gifts == [
        ("jade", "hello", "jade:once"),
        ("gold", "hello", "gold:once"),
        ("gold", "cup", "gold:0:1"),
        ("gold", "cup", "gold:0:2"),
    ]


def _with_gifts() -> tuple[Level, ...]:
    hello = Grant(code="hello", when="entering", deeds=(Deed("coupons.issue"),))
    cup = Grant(code="cup", when="purchases", every=10, deeds=(Deed("coupons.issue"),))
    return (SILVER, replace(JADE, grants=(hello,)), replace(GOLD, grants=(hello, cup)))


WINDOWS = st.sampled_from([
    Window(), YEARLY, Window(kind="calendar", calendar="month"), Window(kind="card_year"),
    Window(kind="rolling", days=40),
])  # fmt: skip
SPECS = st.builds(
    stars,
    window=WINDOWS,
    reset_on_promotion=st.booleans(),
    reset_at_period_end=st.booleans(),
    requires_purchase=st.booleans(),
    drop=st.sampled_from(["deserved", "one", "never"]),
    grace_days=st.sampled_from([0, 1, 20]),
    decay=st.sampled_from([None, None, Decay(percent=20, every_months=2)]),
)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
BASKETS = st.lists(
    st.builds(bought, DAYS, st.integers(1, 900)), max_size=12, unique_by=lambda one: one.cause
)


@pytest.mark.slow
@pytest.mark.inv("L12")
@settings(max_examples=200, deadline=None)
@given(SPECS, BASKETS, st.lists(DAYS, max_size=6), DAYS)
def test_a_punctual_job_a_late_job_and_a_replay_agree(
    spec: TierSet, baskets: list[Entry], closes: list[date], until: date
) -> None:
    standing, timeline = Standing(), sorted(baskets, key=lambda one: (one.at, one.cause))
    last = max([until, *(one.day for one in baskets)])
    days = sorted(day for day in closes if day <= last)
    for entry in timeline:
        while days and days[0] <= entry.day:
            if standing.as_of_on is not None:
                standing, _ = roll(spec, standing, days[0])
            days.pop(0)
        standing, _ = take({NO_VERSION: spec}, standing, entry)
    if timeline:
        standing, _ = roll(spec, standing, last)
    assert standing == run(spec, *reversed(baskets), until=last)


@pytest.mark.inv("L12")
@settings(max_examples=100, deadline=None)
@given(SPECS, BASKETS, st.data())
def test_any_partition_of_a_return_equals_never_having_bought(
    spec: TierSet, baskets: list[Entry], data: st.DataObject
) -> None:
    last, back = date(2027, 1, 1), []
    gone = data.draw(st.sets(st.sampled_from(baskets)) if baskets else st.just(set()))
    for entry in gone:
        first = data.draw(st.integers(0, entry.amount))
        parts = [(first, 0), (entry.amount - first, 1)]
        for number, (amount, purchases) in enumerate(parts):
            back.append(
                bought(last, -amount, f"return:{entry.cause}:{number}", undoes=entry.cause,
                       purchases=-purchases, purchase_minor=-amount)
            )  # fmt: skip
    kept = [entry for entry in baskets if entry not in gone]
    assert run(spec, *baskets, *back, until=last) == run(spec, *kept, until=last)
    assert net([*baskets, *back]) == net(kept)


def test_a_reversal_of_what_we_never_saw_stands_on_its_own() -> None:
    spec = stars()
    standing, _ = advance(spec, run(spec, bought(JANUARY, 300)),
                          bought(date(2026, 1, 9), -100, "return", purchases=0))  # fmt: skip
    assert (standing.progress, standing.level) == (200, "jade")
