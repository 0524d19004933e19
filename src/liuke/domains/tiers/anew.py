"""Anew: fold members from zero, and decide which gifts and rungs go with that; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.ladders import lost_rungs
from liuke.domains.tiers.netting import net, order, stamp
from liuke.domains.tiers.occasions import OCCASION
from liuke.domains.tiers.rules import opening_level, replay
from liuke.domains.tiers.stairs import PLACED, rank_of
from liuke.domains.tiers.undone import Claimed, Given, Refolded
from liuke.domains.tiers.values import Entry, Standing, Step
from liuke.kernel.clock import business_date

T = TypeVar("T", Given, Claimed)


class Stored(NamedTuple):
    """What is stored of those to be folded: all that counted, and the gifts and rungs they hold."""

    history: Mapping[Key, list[Entry]]
    given: Sequence[Given]
    claimed: Sequence[Claimed]


def fold_anew(book: Standings, stored: Stored, now: datetime) -> list[Entry]:
    """Fold whoever had late entries or reversals from zero; the book notes what became of them.

    Return what takes back something that had counted, where purchases count by now.
    """
    history = {key: [*stored.history[key]] for key in book.late}
    for entry in book.entries:
        if (key := Key(entry.member_id, entry.set_code)) in history:
            history[key].append(entry)
    given, claimed = _by_key(stored.given), _by_key(stored.claimed)
    # What is due of them, a fold from zero says again.
    book.noted = [one for one in book.noted if one.step.kind != "gift" or one.key not in history]
    returns: list[Entry] = []
    for key, late in book.late.items():
        entries, counts = history[key], book.counts(key)
        _add(book, key, entries, now)
        cause = late[-1] if late else max(entries, key=order)
        before, due = _refold(book, key, entries, cause=cause)
        taken = [one for one in late if counts and _is_return(one, entries)]
        gone = [one for one in given[key] if one in book.settled or _is_gone(one, due)]
        lost = lost_rungs(book, key, entries, claimed[key], business_date(now, book.zone))
        book.refolded[key] = _after(
            book.refolded.get(key),
            Refolded(
                *key, book.root(cause).cause, before, book.standings[key],
                tuple([book.root(one) for one in taken]), tuple(gone), tuple(lost),
            ),
        )  # fmt: skip
        returns += taken
    book.late.clear()
    return returns


def _after(earlier: Refolded | None, now: Refolded) -> Refolded:
    """Return what two folds of one member come to."""
    if earlier is None:
        return now
    return replace(now, before=earlier.before, returns=earlier.returns + now.returns)


def _by_key(rows: Iterable[T]) -> defaultdict[Key, list[T]]:
    found: defaultdict[Key, list[T]] = defaultdict(list)
    for row in rows:
        found[Key(row.member_id, row.set_code)].append(row)
    return found


def _add(book: Standings, key: Key, entries: list[Entry], now: datetime) -> None:
    """Add the late entries, and what places somebody of whom nothing counts any more."""
    stamped = stamp(entries, book.late[key])
    if not net([*entries, *stamped]):
        stamped += _placed(book, key, now, times=len(entries))
    book.entries += stamped
    entries += stamped


def _placed(book: Standings, key: Key, now: datetime, *, times: int) -> list[Entry]:
    """Return what places somebody of whom nothing counts any more on the level open to everyone.

    It may not be the first time: `times` tells it from those that were taken back.
    """
    spec, version = next((s, v) for s, v in book.sets if s.code == key.set_code)
    if not opening_level(spec):
        return []
    today = business_date(now, book.zone)
    return [Entry(*key, f"{PLACED}/{times}", now, today, version=version)]


def _is_return(entry: Entry, history: Sequence[Entry]) -> bool:
    """Tell whether an entry takes back what was counted; one with a reason parts or unites."""
    return not entry.reason and any(one.cause == entry.undoes for one in history)


def _is_gone(given: Given, due: set[tuple[str, str]]) -> bool:
    """Tell whether the step that gave a gift is no longer there; what time brought stays."""
    return not given.cause.startswith(OCCASION) and (given.grant_code, given.period) not in due


def _refold(
    book: Standings, key: Key, entries: list[Entry], *, cause: Entry
) -> tuple[Standing, set[tuple[str, str]]]:
    """Fold a member from zero; return where they stood on that day, and the gifts due now."""
    held = book.standings.get(key) or Standing()
    until = max(day for day in (held.as_of_on, cause.day) if day)
    after, steps = replay(book.editions[key.set_code], entries, until=until)
    gifts = [step for step in steps if step.kind == "gift"]
    moved = [_correction(book, key, held, after, cause)] if held.level != after.level else []
    before = book.standing(*key, until) or held
    book.keep(key, after, [*moved, *gifts])
    return before, {(step.after, step.period) for step in gifts}


def _correction(book: Standings, key: Key, before: Standing, after: Standing, cause: Entry) -> Step:
    spec = book.edition(key, after)
    is_up = rank_of(spec, after.level) > rank_of(spec, before.level)
    return Step(
        kind="up" if is_up else "down", on=cause.day, cause=cause.cause,
        before=before.level, after=after.level, why="undone" if cause.undoes else "late",
    )  # fmt: skip
