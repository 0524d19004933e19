"""The rows of accounts, lots and holds as they are read; `journal` has their working copies."""

from __future__ import annotations

from datetime import date, datetime

from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class FiguresRow(Value, frozen=True):
    """A row of `points_account`."""

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


class LotRow(Value, frozen=True):
    """A row of `points_lot`."""

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


class HoldRow(Value, frozen=True):
    """A row of `points_hold`."""

    member_id: MemberId
    book: str
    cause: str
    points: int
    lots: list[int]
    parts: list[int]
    state: str
    made_at: datetime
    expires_at: datetime
