"""A member's ledger as a person reads it: what moved, why, and which lots it touched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from liuke.domains.points.values import Kind, OrderKey
from liuke.domains.programme import VersionId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value
from liuke.kernel.web import Page, onward, place


class Part(Value, frozen=True):
    """What an entry took from a lot (above zero) or gave back to it."""

    seq: int
    lot: int
    points: int
    earned_on: date
    expires_on: date | None


class EntryRow(Value, frozen=True):
    """An entry without its lots."""

    seq: int
    kind: Kind
    points: int
    asked: int
    short: int
    balance_after: int
    cause: str
    happened_at: datetime
    business_on: date
    order_id: OrderKey | None
    store_id: StoreId | None
    rule: str
    version_id: VersionId
    reason: list[str]


class Line(Value, frozen=True):
    """An entry with the lots it used, so that every spent point says where it came from."""

    entry: EntryRow
    parts: list[Part]


ENTRIES = Sql[EntryRow]("""
    SELECT seq, kind, points, asked, short, balance_after, cause, happened_at, business_on,
        order_id, store_id, rule, version_id, reason::jsonb AS reason
    FROM points_entry
    WHERE merchant_id = $1::uuid AND member_id = $2::uuid AND book = $3 AND seq < $4
    ORDER BY seq DESC
    LIMIT $5
""")
PARTS = Sql[Part]("""
    SELECT u.seq, u.lot, u.points, l.earned_on, l.expires_on
    FROM points_use u
    JOIN points_lot l ON l.merchant_id = u.merchant_id AND l.member_id = u.member_id
        AND l.book = u.book AND l.lot = u.lot
    WHERE u.merchant_id = $1::uuid AND u.member_id = $2::uuid AND u.book = $3
        AND u.seq = ANY ($4::bigint[])
    ORDER BY u.seq, u.use
""")


class Owned(Value, frozen=True):
    """An entry with the member and the book it belongs to."""

    member_id: MemberId
    book: str
    seq: int
    kind: Kind
    points: int
    balance_after: int
    cause: str
    happened_at: datetime
    reason: list[str]


EVERYTHING = Sql[Owned]("""
    SELECT member_id, book, seq, kind, points, balance_after, cause, happened_at,
        reason::jsonb AS reason
    FROM points_entry
    WHERE merchant_id = $1::uuid AND member_id = ANY ($2::uuid[])
    ORDER BY member_id, book, seq
""")


class OpenLot(Value, frozen=True):
    """Points that came in together; below zero it is a debt, null `available_at` waits."""

    lot: int
    points: int
    remaining: int
    held: int
    earned_on: date
    pending: bool
    available_at: datetime | None
    expires_on: date | None


LOTS = Sql[OpenLot]("""
    SELECT lot, points, remaining, held, earned_on, pending, available_at, expires_on
    FROM points_lot
    WHERE merchant_id = $1::uuid AND member_id = $2::uuid AND book = $3 AND remaining <> 0
        AND lot > $4
    ORDER BY lot
    LIMIT $5
""")


async def ledger(
    tx: Tx, member_id: MemberId, *, book: str, limit: int = 50, after: str | None = None
) -> Page[Line]:
    """Return a page of a member's entries, newest first.

    Raises:
        InvalidField: `after` is not a cursor of this list.
    """
    below = place(after, int) or 2**63 - 1
    entries = await tx.rows(ENTRIES, tx.merchant_id, member_id, book, below, limit)
    parts = await tx.rows(PARTS, tx.merchant_id, member_id, book, [e.seq for e in entries])
    lines = [Line(entry, [part for part in parts if part.seq == entry.seq]) for entry in entries]
    return Page(lines, onward(entries, limit, lambda last: (last.seq,)))


async def lots(
    tx: Tx, member_id: MemberId, *, book: str, limit: int = 50, after: str | None = None
) -> Page[OpenLot]:
    """Return a page of a member's open lots, the oldest first.

    Raises:
        InvalidField: `after` is not a cursor of this list.
    """
    above = place(after, int) or 0
    found = await tx.rows(LOTS, tx.merchant_id, member_id, book, above, limit)
    return Page(found, onward(found, limit, lambda last: (last.lot,)))


async def entries_of(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, list[Owned]]:
    """Return every entry of some members, for the export of all we hold of them."""
    found: dict[MemberId, list[Owned]] = {}
    for entry in await tx.rows(EVERYTHING, tx.merchant_id, list(member_ids)):
        found.setdefault(entry.member_id, []).append(entry)
    return found
