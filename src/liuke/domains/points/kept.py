"""What points keep of members beside their entries, for their own copy of it."""

from __future__ import annotations

from datetime import date, datetime

from liuke.domains.members import contribute
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Balance(Value, frozen=True):
    """How a book stands, what was ever earned in it, and when idleness would end it."""

    member_id: MemberId
    book: str
    balance: int
    spendable: int
    pending: int
    held: int
    debt: int
    earned: int
    active_on: date | None
    lapses_on: date | None


class Lot(Value, frozen=True):
    """Points that came in together, what is left of them, and until when."""

    member_id: MemberId
    book: str
    lot: int
    points: int
    remaining: int
    held: int
    earned_on: date
    pending: bool
    available_at: datetime | None
    expires_on: date | None


class Draw(Value, frozen=True):
    """From which lot an entry took points, or gave them back where they are below zero."""

    member_id: MemberId
    book: str
    seq: int
    lot: int
    points: int


class SetAside(Value, frozen=True):
    """Points set aside for something that had not finished yet."""

    member_id: MemberId
    book: str
    cause: str
    points: int
    state: str
    made_at: datetime
    expires_at: datetime


BALANCES = Sql[Balance]("""
    SELECT member_id, book, balance, spendable, pending, held, debt, earned, active_on, lapses_on
    FROM points_account
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, book
""")
LOTS = Sql[Lot]("""
    SELECT member_id, book, lot, points, remaining, held, earned_on, pending, available_at,
        expires_on
    FROM points_lot
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, book, lot
""")
DRAWS = Sql[Draw]("""
    SELECT member_id, book, seq, lot, points FROM points_use
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, book, seq, use
""")
SET_ASIDE = Sql[SetAside]("""
    SELECT member_id, book, cause, points, state, made_at, expires_at FROM points_hold
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, book, made_at, cause
""")

contribute("points_balances", BALANCES)
contribute("points_lots", LOTS)
contribute("points_draws", DRAWS)
contribute("points_set_aside", SET_ASIDE)
