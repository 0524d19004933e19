"""Witness: what leaves about deeds find, worked out plainly from rows; every engine must agree.

A row is what a member left behind: `at`, `on_`, and the fields of its kind of deed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from liuke.kernel.did import Agg, Deeds, Did
from liuke.kernel.did import Sequence as InOrder
from liuke.kernel.verdicts import FactValue, comparison
from liuke.kernel.windows import When, Window, bounds

Row: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = Mapping[str, Sequence[Row]]


def chosen(deeds: Deeds, rows: Rows, when: When) -> list[Row]:
    """Return the rows of a kind that lie in the window and fit."""
    return [
        row
        for row in rows.get(deeds.event, ())
        if inside(deeds.window, row["on_"], row["at"], when)
        and all(comparison(one.op, one.value)(row[one.field]) for one in deeds.where)
    ]


def inside(window: Window | None, on_: date, at: datetime, when: When) -> bool:
    """Say whether a deed lies in a window."""
    edge = bounds(window, when)
    return (
        (edge.on_from is None or on_ >= edge.on_from)
        and (edge.on_until is None or on_ < edge.on_until)
        and (edge.at_after is None or at > edge.at_after)
        and (edge.at_until is None or at <= edge.at_until)
    )


def figure(leaf: Did, rows: Rows, when: When) -> FactValue:
    """Return the figure of a member's deeds.

    >>> tea = {"at": datetime(2026, 3, 1), "on_": date(2026, 3, 1), "units": 3}
    >>> when = When(date(2026, 3, 2), datetime(2026, 3, 2))
    >>> figure(Did("line", agg=Agg.AVG, field="units"), {"line": [tea, tea | {"units": 4}]}, when)
    3
    """
    found = chosen(leaf.deeds, rows, when)
    if leaf.agg is Agg.COUNT:
        return len(found)
    values = [row[leaf.field or "on_"] for row in found]
    if leaf.agg is Agg.DISTINCT:
        return len(set(values))
    if leaf.agg is Agg.SUM:
        return int(sum(values))
    if not found:
        return None
    agg = Agg.MAX if leaf.agg is Agg.LAST and not leaf.field else leaf.agg
    value: FactValue = picked(agg, values, [row["at"] for row in found])
    return value


def picked(agg: Agg, values: Sequence[Any], ats: Sequence[datetime]) -> Any:
    """Return the mean rounded down, the least, the greatest, or the latest of some values."""
    if agg is Agg.AVG:
        return sum(values) // len(values)
    if agg is Agg.LAST:
        return max(zip(ats, values, strict=True))[1]
    return min(values) if agg is Agg.MIN else max(values)


def in_order(leaf: InOrder, rows: Rows, when: When) -> bool:
    """Say whether one thing was followed by another in time; negated, whether one was not."""
    seconds = sorted(row["at"] for row in chosen(leaf.then, rows, when))
    return any(
        fits(leaf, row["at"], [at for at in seconds if at > row["at"]][:1], when)
        for row in chosen(leaf.first, rows, when)
    )


def fits(leaf: InOrder, at: datetime, following: Sequence[datetime], when: When) -> bool:
    """Judge one `first` by the next `then`, if there is one."""
    within = leaf.within
    soon = bool(following) and (within is None or following[0] <= at + within.length)
    if not leaf.negate:
        return soon
    return not soon and (within is None or at + within.length <= when.now)
