"""The birth of an order: one hash over what was sold where and when, line by line.

It does not hold whose the order is (a guest's may be claimed), how far it came, nor why it cost
that: `decided` beside it is the hash of the decision. `verify.LINES` says the same in SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256

from liuke.domains.checkout.values import OrderId
from liuke.kernel.ids import StoreId
from liuke.kernel.links import days, measured, micros

# What a line is written as, in the order of its columns: place, product, SKU, category, then whole
# numbers.
LineRow = tuple[int, str, str, str, int, int, int, int, int, int, int]


def birth_of(
    order_id: OrderId,
    texts: Sequence[str],
    place: tuple[StoreId | None, datetime, date],
    figures: Iterable[int],
    lines: Iterable[LineRow],
) -> bytes:
    """Return sha256 over an order's id, its texts, its place, its sums and its lines."""
    store_id, placed_at, business_on = place
    head = "".join(map(measured, texts))
    where = "" if store_id is None else store_id.bytes.hex()
    sums = "|".join(map(str, figures))
    rows = "".join([_line(*row) for row in lines])
    told = f"{head}|{where}|{micros(placed_at)}|{days(business_on)}|{sums}{rows}"
    return sha256(order_id.bytes + told.encode()).digest()


def _line(place: int, product: str, sku: str, category: str, *figures: int) -> str:
    named = f"{measured(product)}{measured(sku)}{measured(category)}"
    return f"\n{place}|{named}|" + "|".join(map(str, figures))
