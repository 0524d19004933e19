"""How members paid, what they brought back and what waits for them, for their own copy of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from liuke.domains.checkout.values import OrderId
from liuke.domains.members import contribute
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Paid(Value, frozen=True):
    """One part of how an order was paid, and how much of it went back."""

    member_id: MemberId
    order_id: OrderId
    kind: str
    amount_minor: int
    refunded_minor: int
    reference: str


class BroughtBack(Value, frozen=True):
    """One return: which units of which lines, why, and what was repaid."""

    member_id: MemberId
    order_id: OrderId
    returned_at: datetime
    units: Any
    refund_minor: int
    reason: str


class Waiting(Value, frozen=True):
    """A basket that something is held for."""

    member_id: MemberId
    until: datetime
    coupons: int


PAID = Sql[Paid]("""
    SELECT p.member_id, p.order_id, p.kind, p.amount_minor, p.refunded_minor, p.reference
    FROM checkout_payment p
    WHERE p.member_id = ANY ($1::uuid[])
    ORDER BY p.member_id, p.order_id, p.place
""")
BROUGHT_BACK = Sql[BroughtBack]("""
    SELECT member_id, order_id, returned_at, units::jsonb AS units, refund_minor, reason
    FROM checkout_return
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, returned_at, id
""")
WAITING = Sql[Waiting]("""
    SELECT member_id, until, CARDINALITY(coupons) AS coupons FROM checkout_reservation
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, until, id
""")

contribute("payments", PAID)
contribute("returns", BROUGHT_BACK)
contribute("reservations", WAITING)
