"""A member's orders, each with the explanation of its price; receipts to claim."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

from liuke.domains import checkout
from liuke.domains.checkout import OrderId, OrderPage, ReceiptClaim, UnknownOrder
from liuke.domains.members.own import member_of
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, cursor, get, position, post

LAST = (datetime(9999, 1, 1, tzinfo=UTC), OrderId(b"\xff" * 16))


class ReceiptCode(Value, frozen=True):
    """The code at the foot of a receipt."""

    code: Annotated[str, Meta(min_length=8, max_length=40)]


@get("/m/orders", may="members.self")
async def list_my_orders(tx: Tx, limit: Limit = 50, after: str | None = None) -> Page[OrderPage]:
    """List my orders, newest first."""
    before = position(after, datetime, OrderId) or LAST
    pages = await checkout.orders_of(tx, member_of(tx), before=before, limit=limit)
    full = len(pages) == limit
    return Page(pages, cursor(pages[-1].order.placed_at, pages[-1].order.id) if full else None)


@get("/m/orders/{order_id}", may="members.self")
async def show_my_order(tx: Tx, order_id: OrderId) -> OrderPage:
    """Return one order of mine; another's answers like one that does not exist.

    Raises:
        UnknownOrder: I have no such order.
    """
    (page,) = await checkout.get_orders(tx, [order_id])
    if page.order.member_id != member_of(tx):
        raise UnknownOrder(str(order_id))
    return page


@post("/m/receipts/claims", may="members.self")
async def claim_my_receipt(tx: Tx, data: ReceiptCode) -> OrderId:
    """Make a receipt mine by its code, once; a wrong and a used code look the same."""
    (order_id,) = await checkout.claim(tx, [ReceiptClaim(member_of(tx), data.code)])
    return order_id


ROUTES = [list_my_orders, show_my_order, claim_my_receipt]
