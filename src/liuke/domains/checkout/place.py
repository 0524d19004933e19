"""Place sales: give each its identity, its instant, its store and the rules of that instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liuke.domains import programme, stores
from liuke.domains.checkout.baskets import Buyer, Placed
from liuke.domains.checkout.replay import fingerprint
from liuke.domains.checkout.values import OrderId, Sale
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId


async def place(tx: Tx, sales: Sequence[tuple[Sale, Buyer]]) -> list[Placed]:
    """Return sales of these members, placed; a sale without a member stays a guest's.

    Raises:
        UnknownStores: a store code is not this merchant's.
    """
    if not sales:
        return []
    instants = [sale.placed_at or tx.now for sale, _ in sales]
    where = [sale.store for sale, _ in sales]
    *lives, current = await programme.live_at(tx, [*instants, tx.now], [*where, ""])
    shops = await _shops(tx, where)
    return [
        Placed(
            id=sale.reservation or OrderId.new(),
            member_id=buyer.id,
            guest=sale.member_id is None,
            sale=sale,
            at=at,
            live=live,
            current=current,
            store_id=shops.get(sale.store),
            fingerprint=fingerprint(sale),
            may_spend=buyer.may_spend,
        )
        for (sale, buyer), at, live in zip(sales, instants, lives, strict=True)
    ]


async def _shops(tx: Tx, codes: Sequence[str]) -> Mapping[str, StoreId]:
    asked = sorted({code for code in codes if code})
    return await stores.store_ids(tx, asked) if asked else {}
