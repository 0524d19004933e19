"""Read orders: one with everything that hangs on it, or a member's, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from liuke.domains.checkout.errors import UnknownOrder
from liuke.domains.checkout.values import OrderId, Refund, ReturnId, State, Undone, Units
from liuke.domains.members import followers
from liuke.domains.programme import VersionId
from liuke.domains.promotions import Decision
from liuke.domains.tiers import Shift
from liuke.kernel.clock import END_OF_TIME
from liuke.kernel.db import Contended, Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Order(Value, frozen=True):
    """An order as it was sold; `decision` explains every saving and every award."""

    id: OrderId
    member_id: MemberId
    source: str
    external_id: str
    store_id: StoreId | None
    store: str
    channel: str
    staff: str
    state: State
    placed_at: datetime
    business_on: date
    shipping_minor: int
    payable_minor: int
    guest: bool
    versions: tuple[VersionId, ...]
    decision: Decision


class OrderLine(Value, frozen=True):
    """One line of an order: gross = cut + discount + points + due."""

    order_id: OrderId
    line: int
    product: str
    sku: str
    category: str
    units: int
    grams: int
    gross_minor: int
    cut_minor: int
    discount_minor: int
    points_minor: int
    due_minor: int


class Payment(Value, frozen=True):
    """One part of the payment, and what of it has gone back."""

    order_id: OrderId
    place: int
    kind: str
    amount_minor: int
    refunded_minor: int
    reference: str


class Outcome(Value, frozen=True):
    """What a return gave back and undid, and how it moved its member's levels."""

    refunds: tuple[Refund, ...]
    undone: tuple[Undone, ...]
    tiers: tuple[Shift, ...] = ()


class PastReturn(Value, frozen=True):
    """A return as it was made."""

    order_id: OrderId
    id: ReturnId
    external_id: str
    returned_at: datetime
    units: tuple[Units, ...]
    refund_minor: int
    outcome: Outcome
    reason: str


class OrderPage(Value, frozen=True):
    """An order with its lines, payments and returns."""

    order: Order
    lines: list[OrderLine]
    payments: list[Payment]
    returns: list[PastReturn]

    @property
    def guest(self) -> bool:
        """Tell whether nobody has claimed the order yet."""
        return self.order.guest

    @property
    def sold(self) -> dict[int, int]:
        """Return how many units were sold, by line."""
        return {line.line: line.units for line in self.lines}

    @property
    def back(self) -> list[Units]:
        """Return the ranges of units that have come back, the earliest return first."""
        return [span for past in self.returns for span in past.units]


class Owner(Value, frozen=True):
    """Whose rows an order's are."""

    order_id: OrderId
    member_id: MemberId


OWNERS = Sql[Owner]("""
    SELECT order_id, member_id FROM checkout_key WHERE order_id = ANY ($1::uuid[])
""")
ORDERS = Sql[Order]("""
    SELECT o.id, o.member_id, o.source, o.external_id, o.store_id, o.store, o.channel, o.staff,
           o.state, o.placed_at, o.business_on, o.shipping_minor, o.payable_minor, o.guest,
           o.versions, o.decision
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (order_id, member_id)
    JOIN checkout_order o ON o.member_id = k.member_id AND o.id = k.order_id
""")
LINES = Sql[OrderLine]("""
    SELECT l.order_id, l.line, l.product, l.sku, l.category, l.units, l.grams, l.gross_minor,
           l.cut_minor, l.discount_minor, l.points_minor, l.due_minor
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (order_id, member_id)
    JOIN checkout_line l ON l.member_id = k.member_id AND l.order_id = k.order_id
    ORDER BY l.order_id, l.line
""")
PAYMENTS = Sql[Payment]("""
    SELECT p.order_id, p.place, p.kind, p.amount_minor, p.refunded_minor, p.reference
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (order_id, member_id)
    JOIN checkout_payment p ON p.member_id = k.member_id AND p.order_id = k.order_id
    ORDER BY p.order_id, p.place
""")
RETURNS = Sql[PastReturn]("""
    SELECT r.order_id, r.id, r.external_id, r.returned_at, r.units, r.refund_minor, r.outcome,
           r.reason
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (order_id, member_id)
    JOIN checkout_return r ON r.member_id = k.member_id AND r.order_id = k.order_id
    ORDER BY r.order_id, r.id
""")
OF_MEMBER = Sql[OrderId]("""
    SELECT o.id
    FROM UNNEST($1::uuid[]) AS whose (member_id)
    JOIN LATERAL (
        SELECT id, placed_at FROM checkout_order
        WHERE member_id = whose.member_id
          AND (placed_at, id) < ($2::timestamptz, $3::uuid)
        ORDER BY placed_at DESC, id DESC
        LIMIT $4
    ) o ON true
    ORDER BY o.placed_at DESC, o.id DESC
    LIMIT $4
""")


async def owners(tx: Tx, order_ids: Sequence[OrderId]) -> dict[OrderId, MemberId]:
    """Return whose orders these are, each once, in the order asked for.

    Raises:
        UnknownOrder: one of them does not exist.
    """
    found = {row.order_id: row.member_id for row in await tx.rows(OWNERS, list(order_ids))}
    for order_id in order_ids:
        if order_id not in found:
            raise UnknownOrder(str(order_id))
    return {order_id: found[order_id] for order_id in order_ids}


async def hold_orders(tx: Tx, order_ids: Sequence[OrderId]) -> dict[OrderId, MemberId]:
    """Lock whose orders these are, and return them.

    Raises:
        UnknownOrder: one of them does not exist.
        Contended: one was claimed while we waited: its new owner is not locked; run it again.
    """
    owned = await owners(tx, order_ids)
    await tx.lock(list(owned.values()))
    if await owners(tx, order_ids) != owned:
        raise Contended
    return owned


async def get_orders(tx: Tx, order_ids: Sequence[OrderId]) -> list[OrderPage]:
    """Return orders whole, in the order asked for, in a constant number of statements.

    Raises:
        UnknownOrder: one of them does not exist.
    """
    pages = await pages_of(tx, await owners(tx, order_ids))
    found = {page.order.id: page for page in pages}
    return [found[order_id] for order_id in order_ids]


async def pages_of(tx: Tx, owned: Mapping[OrderId, MemberId]) -> list[OrderPage]:
    """Return orders whole, of whom they are known to be, in a constant number of statements."""
    keys = list(owned), list(owned.values())
    orders = {order.id: order for order in await tx.rows(ORDERS, *keys)}
    lines, payments, returns = defaultdict(list), defaultdict(list), defaultdict(list)
    for line in await tx.rows(LINES, *keys):
        lines[line.order_id].append(line)
    for payment in await tx.rows(PAYMENTS, *keys):
        payments[payment.order_id].append(payment)
    for back in await tx.rows(RETURNS, *keys):
        returns[back.order_id].append(back)
    return [OrderPage(orders[i], lines[i], payments[i], returns[i]) for i in owned]


async def orders_of(
    tx: Tx, member_id: MemberId, *, before: tuple[datetime, OrderId] | None = None, limit: int
) -> list[OrderPage]:
    """Return orders of a member, and of those merged into them, before a place in time."""
    place = before or (END_OF_TIME, OrderId.last())
    whose = (await followers(tx, [member_id]))[member_id]
    return await get_orders(tx, await tx.rows(OF_MEMBER, whose, *place, limit))
