"""Cuts: what one effect takes off which ranges, before and after it is bounded."""

from __future__ import annotations

from dataclasses import dataclass, field

from liuke.domains.promotions.checks import Bounds
from liuke.domains.promotions.terms import Base
from liuke.domains.promotions.units import Slice
from liuke.domains.promotions.values import Why
from liuke.kernel.money import allocate


@dataclass(slots=True)
class Room:
    """Where an effect works: the ranges it may use, all ranges, the base, and the bounds."""

    pool: list[Slice]
    slices: list[Slice]
    base: Base
    bounds: Bounds


@dataclass(slots=True)
class Cut:
    """What an effect takes off, or why it takes nothing and how much is missing."""

    desired: int = 0
    amounts: list[tuple[Slice, int]] = field(default_factory=list)
    times: int = 1
    why: Why | None = None
    missing: int = 0
    consumed: list[Slice] = field(default_factory=list)

    @property
    def applied(self) -> int:
        """Return what it takes off in all."""
        return sum([amount for _, amount in self.amounts])


def cut_to(desired: int, amounts: list[tuple[Slice, int]]) -> Cut:
    """Take what is wanted from each range, as far as it is worth that much."""
    kept = [(s, min(amount, s.gross - s.taken)) for s, amount in amounts]
    cut = Cut(desired, [(s, amount) for s, amount in kept if amount > 0])
    if cut.applied < desired:
        cut.why = Why.NOTHING_LEFT
    return cut


def shared(desired: int, pool: list[Slice], base: Base) -> Cut:
    """Share an amount over ranges in proportion to the base; none goes below zero."""
    worths = [s.worth(base) for s in pool]
    amount = min(desired, sum(worths))
    if amount <= 0:
        return Cut(desired, why=Why.NOTHING_LEFT)
    return cut_to(desired, list(zip(pool, allocate(amount, worths), strict=True)))


def in_full(desired: int, pool: list[Slice], base: Base) -> Cut:
    """Share an amount likewise; what a range cannot bear, the others bear as far as they can."""
    cut = shared(desired, pool, base)
    if base is Base.REDUCED or cut.applied == desired:
        return cut
    taken = dict(cut.amounts)
    left = [s.value - taken.get(s, 0) for s in pool]
    if not any(left):
        return cut
    more = allocate(min(desired - cut.applied, sum(left)), left)
    return cut_to(
        desired, [(s, taken.get(s, 0) + part) for s, part in zip(pool, more, strict=True)]
    )


def at_most(cut: Cut, most: int | None, why: Why = Why.CAP) -> Cut:
    """Lower a cut to what a cap, the budget or the coupon's value leaves."""
    if most is None or cut.applied <= most:
        return cut
    parts = allocate(most, [amount for _, amount in cut.amounts])
    pairs = [(s, part) for (s, _), part in zip(cut.amounts, parts, strict=True)]
    cut.amounts = [(s, part) for s, part in pairs if part]
    cut.why = why
    return cut
