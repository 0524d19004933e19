"""Points that count as earned, as sets on points take them."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from liuke.domains.points import PointsClawedBack
from liuke.domains.tiers.book import Standings
from liuke.domains.tiers.values import Amounts
from liuke.kernel.clock import business_date, day_start
from liuke.kernel.ids import MemberId


class Earned(NamedTuple):
    """Points that count as earned, below zero when an award was undone."""

    member_id: MemberId
    book: str
    points: int
    cause: str
    at: datetime
    counts_on: date
    undoes: str = ""


def lost(one: PointsClawedBack) -> Earned:
    """Return what an award that was undone takes off what counts."""
    return Earned(
        one.member_id, one.book, -one.asked, one.cause, one.at, one.counts_on, one.of_cause
    )


def count(book: Standings, one: Earned) -> None:
    """Count points in every set on their book, on the day they count for."""
    on_time = business_date(one.at, book.zone) == one.counts_on
    at = one.at if on_time else day_start(one.counts_on, book.zone)
    amounts = Amounts(points={one.book: one.points})
    book.progress(one.member_id, amounts, at=at, cause=one.cause, undoes=one.undoes)
