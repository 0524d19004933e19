"""Place sales: give each its identity, its instant, its store and the rules of that instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from liuke.domains import programme, stores
from liuke.domains.checkout.baskets import Buyer, Placed
from liuke.domains.checkout.replay import fingerprint
from liuke.domains.checkout.values import OrderId, Sale
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.problems import InvalidField

# A few days inside what a date can be, so that any zone's day and a week from it are dates too.
FIRST, LAST = datetime(1, 2, 1, tzinfo=UTC), datetime(9998, 12, 1, tzinfo=UTC)
TOO_FAR = ("this time is too far away to reckon with", "时间太远，无法计算")


async def place(tx: Tx, sales: Sequence[tuple[Sale, Buyer]]) -> list[Placed]:
    """Return sales of these members, placed; a sale without a member stays a guest's.

    Raises:
        UnknownStores: a store code is not this merchant's.
        InvalidField: an instant is beyond every calendar.
    """
    for number, (sale, _) in enumerate(sales):
        if sale.placed_at and not FIRST < sale.placed_at < LAST:
            raise InvalidField(f"[{number}].placed_at", *TOO_FAR)
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
