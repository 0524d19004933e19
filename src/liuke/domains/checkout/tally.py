"""What was sold, in the few words that counting needs; a guest's order is found by its own key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from liuke.domains.checkout.values import OrderId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Tallied(Value, frozen=True):
    """One order as it is counted."""

    id: OrderId
    member_id: MemberId
    store_id: StoreId | None
    placed_at: datetime
    business_on: date
    payable_minor: int
    guest: bool


class Refunded(Value, frozen=True):
    """What went back for one return of an order, and when."""

    order_id: OrderId
    returned_at: datetime
    refund_minor: int


TALLIED = Sql[Tallied]("""
    SELECT o.id, o.member_id, o.store_id, o.placed_at, o.business_on, o.payable_minor,
        o.guest
    FROM checkout_key k
    JOIN checkout_order o ON o.merchant_id = k.merchant_id AND o.member_id = k.member_id
        AND o.id = k.order_id
    WHERE k.order_id = ANY ($1::uuid[])
""")
KEYED = Sql[Tallied]("""
    SELECT o.id, o.member_id, o.store_id, o.placed_at, o.business_on, o.payable_minor,
        o.guest
    FROM UNNEST($1::text[], $2::text[]) AS asked (source, external_id)
    JOIN checkout_key k ON k.source = asked.source AND k.external_id = asked.external_id
    JOIN checkout_order o ON o.merchant_id = k.merchant_id AND o.member_id = k.member_id
        AND o.id = k.order_id
""")
REFUNDED = Sql[Refunded]("""
    SELECT r.order_id, r.returned_at, r.refund_minor
    FROM checkout_key k
    JOIN checkout_return r ON r.merchant_id = k.merchant_id AND r.member_id = k.member_id
        AND r.order_id = k.order_id
    WHERE k.order_id = ANY ($1::uuid[])
""")


async def tally(tx: Tx, order_ids: Sequence[OrderId]) -> dict[OrderId, Tallied]:
    """Return orders as they are counted; unknown ones are missing."""
    return {row.id: row for row in await tx.rows(TALLIED, list(order_ids))}


async def tally_refunds(tx: Tx, order_ids: Sequence[OrderId]) -> list[Refunded]:
    """Return every return of some orders, what was called off among them."""
    return await tx.rows(REFUNDED, list(order_ids)) if order_ids else []


async def tally_guests(tx: Tx, seats: Sequence[str]) -> list[Tallied]:
    """Return the orders made for guests' seats, named `source/external_id`, whosever they are now.

    A source may hold a slash as well, so every way to part the two is tried.
    """
    parted = [
        (seat[:place], seat[place + 1 :])
        for seat in seats
        for place, character in enumerate(seat)
        if character == "/"
    ]
    keys = [source for source, _ in parted], [external for _, external in parted]
    return await tx.rows(KEYED, *keys)
