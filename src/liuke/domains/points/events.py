"""What happens to points, in the past tense; `seq` names the entry in the member's ledger."""

from __future__ import annotations

from datetime import date, datetime

from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId


class PointsAwarded(Event, frozen=True):
    """A member earned points; `counts_on` is the day whose month and card year they count in."""

    member_id: MemberId
    book: str
    seq: int
    points: int
    balance_after: int
    cause: str
    at: datetime
    counts_on: date


class PointsRedeemed(Event, frozen=True):
    """A member spent points."""

    member_id: MemberId
    book: str
    seq: int
    points: int
    balance_after: int
    cause: str
    at: datetime


class PointsRestored(Event, frozen=True):
    """Spent points came back to the lots they were taken from."""

    member_id: MemberId
    book: str
    seq: int
    points: int
    balance_after: int
    cause: str
    at: datetime


class PointsClawedBack(Event, frozen=True):
    """The award `of_cause` was undone: `asked` in all, `points` taken, `debt` of them still owed.

    `short` was left to the refund or waived; the rest of what was asked had expired unused.
    """

    member_id: MemberId
    book: str
    seq: int
    asked: int
    points: int
    debt: int
    short: int
    balance_after: int
    cause: str
    at: datetime
    counts_on: date
    of_cause: str = ""


class PointsExpired(Event, frozen=True):
    """Points reached their end unused."""

    member_id: MemberId
    book: str
    seq: int
    points: int
    balance_after: int
    at: datetime


class PointsTransferred(Event, frozen=True):
    """Points moved between two members; below zero for the giver, above for the taker."""

    member_id: MemberId
    other_id: MemberId
    book: str
    seq: int
    points: int
    balance_after: int
    cause: str
    at: datetime


class PointsAdjusted(Event, frozen=True):
    """Staff corrected a book by hand; `counts_on` is set when it counts as earned."""

    member_id: MemberId
    book: str
    seq: int
    points: int
    balance_after: int
    cause: str
    at: datetime
    counts_on: date | None


class PointsPendingAdded(Event, frozen=True):
    """Points were awarded that are not usable yet; null waits for an event."""

    member_id: MemberId
    book: str
    seq: int
    points: int
    available_at: datetime | None


class PointsPendingActivated(Event, frozen=True):
    """Waiting points became usable."""

    member_id: MemberId
    book: str
    seq: int
    points: int


class PointsReserved(Event, frozen=True):
    """Points were set aside until `expires_at`."""

    member_id: MemberId
    book: str
    points: int
    cause: str
    expires_at: datetime


class PointsReleased(Event, frozen=True):
    """A reservation ended and its points are usable again."""

    member_id: MemberId
    book: str
    points: int
    cause: str
