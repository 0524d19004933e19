"""Ladders: which period a rung is claimed for, and what was counted in it; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.netting import net
from liuke.domains.tiers.periods import DAY, period_of
from liuke.domains.tiers.rules import replay
from liuke.domains.tiers.undone import Claimed
from liuke.domains.tiers.values import Entry, Ladder, Standing
from liuke.kernel.values import Value


class Period(Value, frozen=True):
    """A period of a ladder and the days in which its rungs may be claimed."""

    start_on: date
    end_on: date
    from_on: date
    until_on: date


def claimable(
    book: Standings, key: Key, ladder: Ladder, day: date | None, today: date
) -> Period | None:
    """Return the period that holds `day`; without one, the period a claim today is for.

    None for a card year without a card.
    """
    if day is not None:
        return _period(book, key, ladder, day)
    present = _period(book, key, ladder, today)
    if present is None or ladder.claim_from == "reached":
        return present
    return _period(book, key, ladder, present.start_on - DAY)


def _period(book: Standings, key: Key, ladder: Ladder, day: date) -> Period | None:
    standing = book.standings.get(key) or Standing()
    spec = book.edition(key, standing)
    period = period_of(spec.window, standing.anchor_on, day)
    if period is None:
        return None
    start, end = period
    first = start if ladder.claim_from == "reached" else end + DAY
    return Period(start, end, first, end + timedelta(days=ladder.claim_days))


def period_progress(
    book: Standings, key: Key, entries: Iterable[Entry], period: Period, today: date
) -> int:
    """Return what counted in one period, returns taken off wherever they happened since."""
    kept = [entry for entry in net(entries) if entry.day <= period.end_on]
    until = min(period.end_on, today)
    standing, _ = replay(book.editions[key.set_code], kept, until=until)
    return standing.progress if standing.period_start_on == period.start_on else 0


def lost_rungs(
    book: Standings,
    key: Key,
    entries: Iterable[Entry],
    claimed: Iterable[Claimed],
    today: date,
) -> list[Claimed]:
    """Return the claims of a member whose rung is no longer reached in its period."""
    ladder = book.ladder(key)
    if ladder is None:
        return []
    needs = {rung.code: rung.threshold for rung in ladder.rungs}
    return [
        one
        for one in claimed
        if one in book.settled
        or (
            (period := _period(book, key, ladder, one.period_on)) is not None
            and period_progress(book, key, entries, period, today) < needs.get(one.rung, 0)
        )
    ]
