"""Curves: fixed, proportional, staged-fixed and staged-proportional earning, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from liuke.domains.promotions.effects import Earn, Rounding, Stage


def raw_points(effect: Earn, amount: int, measure: int) -> Fraction:
    """Return what an amount earns before it is multiplied and rounded.

    >>> raw_points(Earn(points=1, per_minor=100), 12_050, 0)
    Fraction(241, 2)
    >>> raw_points(Earn(points=50), 12_050, 0)
    Fraction(50, 1)
    >>> steps = (Stage(0, 1, 100), Stage(10_000, 2, 100))
    >>> raw_points(Earn(stages=steps), 12_000, 12_000)
    Fraction(240, 1)
    >>> raw_points(Earn(stages=steps, marginal=True), 12_000, 12_000)
    Fraction(140, 1)
    """
    if not effect.stages:
        return slope(effect.points, effect.per_minor, amount, full_only=effect.full_only)
    rungs = sorted(effect.stages, key=lambda stage: stage.start)
    if effect.marginal:
        return marginal(rungs, amount, full_only=effect.full_only)
    reached = [stage for stage in rungs if stage.start <= measure]
    if not reached:
        return Fraction(0)
    top = reached[-1]
    return slope(top.points, top.per_minor, amount, full_only=effect.full_only)


def slope(points: int, per_minor: int, amount: int, *, full_only: bool) -> Fraction:
    """Return fixed points, or points in proportion to an amount or to its full steps."""
    if per_minor == 0:
        return Fraction(points)
    if full_only:
        return Fraction(amount // per_minor * points)
    return Fraction(amount * points, per_minor)


def marginal(rungs: Sequence[Stage], amount: int, *, full_only: bool) -> Fraction:
    """Let every stage earn on its own slice of the amount."""
    total = Fraction(0)
    ends = [*[stage.start for stage in rungs[1:]], amount]
    for stage, end in zip(rungs, ends, strict=True):
        inside = min(end, amount) - stage.start
        if inside > 0:
            total += slope(stage.points, stage.per_minor, inside, full_only=full_only)
    return total


def whole(points: Fraction, rounding: Rounding) -> int:
    """Round points, never negative, to a whole number in the way that is named.

    >>> [whole(Fraction(5, 2), way) for way in Rounding]
    [2, 3, 3]
    """
    if rounding is Rounding.FLOOR:
        return points.numerator // points.denominator
    if rounding is Rounding.CEIL:
        return -(-points.numerator // points.denominator)
    return (2 * points.numerator + points.denominator) // (2 * points.denominator)
