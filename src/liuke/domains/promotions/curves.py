"""Curves: fixed, proportional, staged-fixed and staged-proportional earning, exactly.

Points before rounding are ratios of whole numbers, (numerator, denominator): quick and exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from liuke.domains.promotions.effects import Earn, Rounding, Stage

Ratio: TypeAlias = tuple[int, int]
NOTHING: Ratio = (0, 1)


def raw_points(effect: Earn, amount: int, measure: int) -> Ratio:
    """Return what an amount earns before it is multiplied and rounded.

    >>> raw_points(Earn(points=1, per_minor=100), 12_050, 0)
    (12050, 100)
    >>> raw_points(Earn(points=50), 12_050, 0)
    (50, 1)
    >>> steps = (Stage(0, 1, 100), Stage(10_000, 2, 100))
    >>> raw_points(Earn(stages=steps), 12_000, 12_000)
    (24000, 100)
    >>> raw_points(Earn(stages=steps, marginal=True), 12_000, 12_000)
    (1400000, 10000)
    """
    if not effect.stages:
        return slope(effect.points, effect.per_minor, amount, full_only=effect.full_only)
    rungs = sorted(effect.stages, key=lambda stage: stage.start)
    if effect.marginal:
        return marginal(rungs, amount, full_only=effect.full_only)
    reached = [stage for stage in rungs if stage.start <= measure]
    if not reached:
        return NOTHING
    top = reached[-1]
    return slope(top.points, top.per_minor, amount, full_only=effect.full_only)


def slope(points: int, per_minor: int, amount: int, *, full_only: bool) -> Ratio:
    """Return fixed points, or points in proportion to an amount or to its full steps."""
    if per_minor == 0:
        return points, 1
    if full_only:
        return amount // per_minor * points, 1
    return amount * points, per_minor


def marginal(rungs: Sequence[Stage], amount: int, *, full_only: bool) -> Ratio:
    """Let every stage earn on its own slice of the amount."""
    total = NOTHING
    ends = [*[stage.start for stage in rungs[1:]], amount]
    for stage, end in zip(rungs, ends, strict=True):
        inside = min(end, amount) - stage.start
        if inside > 0:
            more = slope(stage.points, stage.per_minor, inside, full_only=full_only)
            total = (total[0] * more[1] + more[0] * total[1], total[1] * more[1])
    return total


def whole(points: Ratio, rounding: Rounding) -> int:
    """Round points, never negative, to a whole number in the way that is named.

    >>> [whole((5, 2), way) for way in Rounding]
    [2, 3, 3]
    """
    numerator, denominator = points
    if rounding is Rounding.FLOOR:
        return numerator // denominator
    if rounding is Rounding.CEIL:
        return -(-numerator // denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def figure(points: Ratio, places: int = 0) -> str:
    """Write points of a book with so many places before rounding: at most two decimals, cut off.

    >>> figure((140, 1)), figure((241, 2)), figure((140, 1), 1), figure((1_000_000, 1))
    ('140', '120.5', '14', '1,000,000')
    """
    units, cents = divmod(points[0] * 100 // (points[1] * 10**places), 100)
    return f"{units:,}.{cents:02}".rstrip("0") if cents else f"{units:,}"
