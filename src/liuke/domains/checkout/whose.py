"""Whose store it is: a till of some stores sells and sends for these alone.

Taking back is not limited: what was bought in one store of the brand may be returned in another.
So whoever may take back sees any order; everybody else those of their stores and their members.
"""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import access
from liuke.domains.checkout.errors import UnknownOrder
from liuke.domains.checkout.read import OrderPage
from liuke.domains.checkout.values import OrderId, Sale
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.tx import UnknownMembers

PERMISSION = "checkout.return"

# The key leads to the member, and the member to the order: no index finds it by its id alone.
SOLD_AT = Sql[OrderId]("""
    SELECT o.id
    FROM checkout_key k
    JOIN checkout_order o ON o.merchant_id = k.merchant_id AND o.member_id = k.member_id
        AND o.id = k.order_id
    WHERE k.order_id = ANY ($1::uuid[]) AND o.store_id = ANY ($2::uuid[])
""")


async def check_sales(tx: Tx, sales: Sequence[Sale]) -> None:
    """Refuse sales of stores the actor does not work for.

    Raises:
        OutsideStores: names the stores.
        UnknownStores: the actor works for some stores and a sale names none that exists.
    """
    await access.check_store_codes(tx, sorted({sale.store for sale in sales}))


async def check_orders(tx: Tx, order_ids: Sequence[OrderId]) -> None:
    """Refuse orders of stores the actor does not work for, as if there were none.

    Raises:
        UnknownOrder: one of them is of another store, or does not exist.
    """
    if tx.actor.stores is None:
        return
    ours = await tx.rows(SOLD_AT, list(order_ids), list(tx.actor.stores))
    for order_id in set(order_ids).difference(ours):
        raise UnknownOrder(str(order_id))


async def check_shown(tx: Tx, page: OrderPage) -> None:
    """Refuse an order that is none of the actor's business, as if there were none.

    Raises:
        UnknownOrder: it is neither of their stores nor of their members, nor could they return it.
    """
    order, own = page.order, tx.actor.stores
    if own is None or order.store_id in own or tx.actor.may(PERMISSION):
        return
    try:
        await tx.check_members([order.member_id])
    except UnknownMembers as nobody:
        raise UnknownOrder(str(order.id)) from nobody
