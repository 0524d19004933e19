"""List sales as a page shows them: one short row each, the newest first, by what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec.structs import replace

from liuke.domains import members
from liuke.domains.checkout.values import OrderId, State, Text
from liuke.kernel.clock import END_OF_TIME, day_end, day_start
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class SaleRow(Value, frozen=True):
    """One sale in short; `name` is masked, and empty for a guest."""

    id: OrderId
    member_id: MemberId
    source: str
    external_id: str
    store: str
    channel: str
    staff: str
    state: State
    placed_at: datetime
    business_on: date
    units: int
    gross_minor: int
    discount_minor: int
    points_minor: int
    payable_minor: int
    returned_minor: int
    guest: bool
    name: str = ""


class SalesAsked(Value, frozen=True):
    """Which sales: each of these may be left out; a period is of business days.

    `sold` leaves out what is not paid or was called off, as every figure of sales does.
    """

    store: Text | None = None
    state: State | None = None
    sold: bool = False
    since_on: date | None = None
    until_on: date | None = None
    member_id: MemberId | None = None
    number: Text | None = None


# By number a key leads; else the index by time does, from the newest on.
SALES = Sql[SaleRow]("""
    SELECT o.id, o.member_id, o.source, o.external_id, o.store, o.channel, o.staff, o.state,
        o.placed_at, o.business_on, o.units, o.gross_minor, o.discount_minor, o.points_minor,
        o.payable_minor, COALESCE((
            SELECT SUM(r.refund_minor) FROM checkout_return r
            WHERE r.merchant_id = o.merchant_id AND r.member_id = o.member_id AND r.order_id = o.id
        ), 0)::bigint AS returned_minor,
        o.guest, '' AS name
    FROM checkout_order o
    WHERE ($1::text IS NULL OR o.store = $1) AND ($2::text IS NULL OR o.state = $2)
        AND o.placed_at >= $3::timestamptz AND (o.placed_at, o.id) < ($4::timestamptz, $5::uuid)
        AND ($6::uuid IS NULL OR o.member_id = $6)
        AND ($7::uuid[] IS NULL OR o.id = ANY ($7::uuid[]))
        AND ($8::uuid[] IS NULL OR o.store_id = ANY ($8::uuid[]))
        AND (NOT $10::boolean OR o.state IN ('paid', 'shipped', 'received'))
    ORDER BY o.placed_at DESC, o.id DESC
    LIMIT $9
""")
NUMBERED = Sql[OrderId]("""
    SELECT order_id FROM checkout_key WHERE external_id = $1 OR order_id = $2::uuid LIMIT 20
""")
LAST = (END_OF_TIME, OrderId.last())


async def sales(
    tx: Tx, asked: SalesAsked, *, before: tuple[datetime, OrderId] | None = None, limit: int
) -> list[SaleRow]:
    """Return sales before a place in time, newest first, of the stores the actor works for."""
    since = day_start(asked.since_on or date(2000, 1, 1), tx.zone)
    before = before or LAST
    if asked.until_on is not None:
        before = min(before, (day_end(asked.until_on, tx.zone), OrderId.first()))
    numbered = None if asked.number is None else await _numbered(tx, asked.number)
    rows = await tx.rows(
        SALES, asked.store, asked.state, since, *before, asked.member_id, numbered,
        tx.actor.own_stores, limit, asked.sold,
    )  # fmt: skip
    return await _named(tx, rows)


async def _numbered(tx: Tx, number: str) -> list[OrderId]:
    try:
        order_id = OrderId.parse(number)
    except ValueError:
        order_id = OrderId.first()  # nobody's
    return await tx.rows(NUMBERED, number, order_id)


async def _named(tx: Tx, rows: Sequence[SaleRow]) -> list[SaleRow]:
    buyers = {row.member_id for row in rows if not row.guest}
    names = {m.standing.id: m.name for m in await members.get_members(tx, sorted(buyers))}
    return [_with_name(row, names.get(row.member_id, "")) for row in rows]


def _with_name(row: SaleRow, name: str) -> SaleRow:
    return replace(row, name=name) if name else row
