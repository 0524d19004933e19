"""Whose store it is: a till of some stores sells and sends for these alone.

Taking back is not limited: what was bought in one store of the brand may be returned in another.
"""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import access
from liuke.domains.checkout.values import OrderId, Sale
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.scope import check_stores

SOLD_AT = Sql[StoreId | None]("""
    SELECT DISTINCT store_id FROM checkout_order WHERE id = ANY ($1::uuid[])
""")


async def check_sales(tx: Tx, sales: Sequence[Sale]) -> None:
    """Refuse sales of stores the actor does not work for.

    Raises:
        OutsideStores: names the stores.
        UnknownStores: the actor works for some stores and a sale names none that exists.
    """
    await access.check_store_codes(tx, sorted({sale.store for sale in sales}))


async def check_orders(tx: Tx, order_ids: Sequence[OrderId]) -> None:
    """Refuse orders of stores the actor does not work for.

    Raises:
        OutsideStores: names the stores.
    """
    if tx.actor.stores is not None:
        check_stores(tx.actor, await tx.rows(SOLD_AT, list(order_ids)))
