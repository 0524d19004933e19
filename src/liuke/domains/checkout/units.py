"""Units that come back: what they bore of every price effect, award and payment.

Everything an order moved is shared over its units; a return takes exactly the portions of the
units it names, so any partition of a return adds up to returning them at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from liuke.domains.checkout.values import Units
from liuke.domains.promotions import Share, portion


def overlaps(units: Sequence[Units]) -> list[Units]:
    """Return the ranges that meet an earlier one, in line and unit order.

    >>> overlaps([Units(0, 0, 2), Units(0, 1), Units(1, 0)])
    [Units(line=0, start=1, count=1)]
    """
    met: list[Units] = []
    end: dict[int, int] = {}
    for span in sorted(units, key=lambda u: (u.line, u.start)):
        if span.start < end.get(span.line, 0):
            met.append(span)
        end[span.line] = max(end.get(span.line, 0), span.start + span.count)
    return met


def unsold(units: Sequence[Units], sold: Mapping[int, int]) -> list[Units]:
    """Return the ranges that reach beyond the units sold, by line."""
    return [span for span in units if span.start + span.count > sold.get(span.line, 0)]


def remaining(sold: Mapping[int, int], back: Sequence[Units]) -> list[Units]:
    """Return the ranges of units sold, by line, that have not come back.

    >>> remaining({0: 20_000, 1: 1}, [Units(0, 5, 2), Units(1, 0)])
    [Units(line=0, start=0, count=5), Units(line=0, start=7, count=19993)]
    """
    ends = [Units(line, count) for line, count in sold.items()]
    left, free = [], dict.fromkeys(sold, 0)
    for span in sorted([*back, *ends], key=lambda u: (u.line, u.start)):
        if span.start > free[span.line]:
            left.append(Units(span.line, free[span.line], span.start - free[span.line]))
        free[span.line] = span.start + span.count
    return left


def taken(shares: Iterable[Share], units: Sequence[Units]) -> int:
    """Return what some units bear of an effect, in the unit of its amount."""
    by_line: dict[int, list[Units]] = {}
    for span in units:
        by_line.setdefault(span.line, []).append(span)
    return sum(
        [
            portion(share, span.start, span.count)
            for share in shares
            for span in by_line.get(share.line, ())
        ]
    )


def touched(shares: Iterable[Share], units: Sequence[Units]) -> int:
    """Return how many of some units an effect has touched.

    >>> touched([Share(0, 0, 3), Share(1, 0, 2)], [Units(0, 1, 9), Units(1, 1)])
    3
    """
    return sum(
        [
            max(min(span.start + span.count, share.start + share.count) - max(start, span.start), 0)
            for share in shares
            for start in (share.start,)
            for span in units
            if span.line == share.line
        ]
    )


def upto(total: int, part: int, whole: int) -> int:
    """Return how much of `total` belongs to the first `part` of `whole`, rounded down.

    Differences of it over a growing `part` add up to `total` exactly.

    >>> [upto(10, part, 3) for part in range(4)]
    [0, 3, 6, 10]
    """
    return total if whole == 0 else total * part // whole
