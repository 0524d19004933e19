"""Marks: what follows from a standing, kept beside it so that lists and the nightly job find it."""

from __future__ import annotations

from datetime import date

from liuke.domains.tiers.periods import next_boundary
from liuke.domains.tiers.stairs import rank_of
from liuke.domains.tiers.values import Standing, TierSet
from liuke.domains.tiers.words import missing_to_next
from liuke.kernel.values import Value


class Marks(Value, frozen=True):
    """The rank, what is missing to the next level, and the next day on which time may move it."""

    rank: int
    missing: int | None
    due_on: date | None


def marks_of(spec: TierSet, standing: Standing) -> Marks:
    """Return the marks of a standing under the set as it stands in it."""
    return Marks(
        rank_of(spec, standing.level),
        missing_to_next(spec, standing),
        next_boundary(spec, standing),
    )
