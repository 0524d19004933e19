"""The journal: rows and events that a fold wants written, in the order it made them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from liuke.domains.points.values import Because, Kind, OrderKey
from liuke.domains.programme import VersionId
from liuke.kernel.events import Event
from liuke.kernel.ids import Id, MemberId, StoreId
from liuke.kernel.links import days, link, measured, micros
from liuke.kernel.values import Value, encode

NOTHING = "[]"


class Stood(NamedTuple):
    """What an account adds to the sums of its book; all zero before it is written."""

    members: int
    spendable: int
    pending: int
    held: int
    debt: int


NOWHERE = Stood(0, 0, 0, 0, 0)


class Figures(Struct, eq=False, forbid_unknown_fields=True):
    """A row of `points_account`, worked on in place."""

    member_id: MemberId
    book: str
    balance: int
    spendable: int
    pending: int
    held: int
    debt: int
    earned: int
    seq: int
    lots: int
    uses: int
    active_on: date | None
    lapses_on: date | None
    card_on: date | None
    link: bytes

    def stands(self) -> Stood:
        """Return what the account adds to the sums of its book once it is written."""
        return Stood(1, self.spendable, self.pending, self.held, self.debt)


class Terms(Value, frozen=True):
    """What an entry is beyond its points: wanted, missed, counted when, undoing which."""

    kind: Kind
    asked: int | None = None
    short: int = 0
    counts_on: date | None = None
    of_seq: int | None = None


class Life(Value, frozen=True):
    """How long a new lot lives, and from when it is usable."""

    earned_on: date
    expires_on: date | None
    pending: bool = False
    available_at: datetime | None = None


# What an entry opens: points, and how long they live.
Opening: TypeAlias = Iterable[tuple[int, Life]]


class Lot(Struct, eq=False, forbid_unknown_fields=True):
    """A row of `points_lot`, worked on in place: points that end together; a debt is below zero."""

    member_id: MemberId
    book: str
    lot: int
    opened_by: int
    points: int
    remaining: int
    held: int
    earned_on: date
    pending: bool
    available_at: datetime | None
    expires_on: date | None
    freed: bytes

    def text(self) -> str:
        """Return what its entry's link says of a new lot."""
        return f"|{self.lot}|{self.points}|{days(self.earned_on)}|{self._dates()}"

    def free(self, at: datetime, until: date | None) -> None:
        """Date a lot that waited for an event: its entry, linked long ago, could not.

        `verify.DATES` says the same in SQL.
        """
        self.available_at, self.expires_on = at, until
        text = f"{measured(self.book)}|{self.lot}|{self._dates()}"
        self.freed = link(self.member_id.bytes, text)

    def _dates(self) -> str:
        at = "" if self.available_at is None else micros(self.available_at)
        return f"{at}|{days(self.expires_on)}"


class Hold(Struct, eq=False, forbid_unknown_fields=True):
    """A row of `points_hold`, worked on in place: points set aside, and from which lots."""

    member_id: MemberId
    book: str
    cause: str
    points: int
    lots: list[int]
    parts: list[int]
    state: str
    made_at: datetime
    expires_at: datetime


class Use(Value, frozen=True):
    """A row of `points_use`: what an entry took from a lot, or gave back below zero."""

    member_id: MemberId
    book: str
    seq: int
    use: int
    lot: int
    points: int


class Entry(Value, frozen=True):
    """A row of `points_entry` but for the instant it was posted."""

    member_id: MemberId
    book: str
    seq: int
    kind: Kind
    points: int
    asked: int
    short: int
    balance_after: int
    cause: str
    happened_at: datetime
    business_on: date
    counts_on: date | None
    of_seq: int | None
    order_id: OrderKey | None
    store_id: StoreId | None
    rule: str
    version_id: VersionId
    reason: str
    link: bytes
    lapses_on: date | None


class Why(Value, frozen=True):
    """A reason with its blanks filled in: when it happened, on which business day, in words."""

    at: datetime
    on: date
    because: Because
    version_id: VersionId
    reason: str
    # The parts of the chained text that every entry of one reason shares.
    moment: str
    source: str


def why(at: datetime, on: date, now: datetime, because: Because, version_id: VersionId) -> Why:
    """Fill in a reason posted `now`, and prepare its share of the chained text."""
    reason = encode(because.reason).decode() if because.reason else NOTHING
    source = (
        f"{_hex(because.order_id)}|{_hex(because.store_id)}|{version_id.bytes.hex()}"
        f"|{len(because.rule)}|{because.rule}|{reason}"
    )
    moment = f"{micros(at)}|{days(on)}|{micros(now)}"
    return Why(at, on, because, version_id, reason, moment, source)


def _hex(key: Id | None) -> str:
    return "" if key is None else key.bytes.hex()


def chain(previous: bytes, numbers: str, reason: Why, cause: str, opened: str) -> bytes:
    """Return the link of an entry, and of the lots it opened, to the entry before it.

    A text that may hold a bar is preceded by its length, so no two entries read alike;
    `verify.ENTRIES` says the same in SQL.
    """
    text = f"{numbers}|{reason.moment}|{len(cause)}|{cause}|{reason.source}{opened}"
    return link(previous, text)


class Journal:
    """What a fold of many accounts has to write."""

    __slots__ = ("entries", "events", "holds", "lots", "touched", "uses")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.lots: list[Lot] = []
        self.touched: dict[int, Lot] = {}
        self.uses: list[Use] = []
        self.holds: dict[int, Hold] = {}
        self.events: list[Event] = []
