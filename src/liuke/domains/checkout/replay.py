"""Sales made before: the first answer is given again, and a different sale is refused."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from msgspec.structs import replace

from liuke.domains.checkout.claims import claim_code
from liuke.domains.checkout.errors import SaleChanged
from liuke.domains.checkout.read import get_orders
from liuke.domains.checkout.values import OrderId, Receipt, Sale, Tender
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, encode


class Known(Value, frozen=True):
    """A sale that was made before under this key."""

    source: str
    external_id: str
    order_id: OrderId
    member_id: MemberId
    fingerprint: bytes


KNOWN = Sql[Known]("""
    SELECT k.source, k.external_id, k.order_id, k.member_id, k.fingerprint
    FROM UNNEST($1::text[], $2::text[]) AS a (source, external_id)
    JOIN checkout_key k ON k.source = a.source AND k.external_id = a.external_id
""")


def fingerprint(sale: Sale) -> bytes:
    """Return a hash of everything that was asked."""
    return sha256(encode(sale)).digest()


def require_same(sales: Sequence[Sale], once: Sequence[Sale]) -> None:
    """Refuse a batch that holds two different sales under one key.

    Raises:
        SaleChanged: names the second one.
    """
    first = {(sale.source, sale.external_id): sale for sale in once}
    for place, sale in enumerate(sales):
        if first[sale.source, sale.external_id] != sale:
            raise SaleChanged(f"[{place}].external_id", None)


async def known(tx: Tx, sales: Sequence[Sale]) -> dict[tuple[str, str], Known]:
    """Return the sales made before, by source and external id.

    Raises:
        SaleChanged: a different sale was made under the same key.
    """
    rows = await tx.rows(KNOWN, [s.source for s in sales], [s.external_id for s in sales])
    found = {(row.source, row.external_id): row for row in rows}
    for place, sale in enumerate(sales):
        row = found.get((sale.source, sale.external_id))
        if row is not None and row.fingerprint != fingerprint(sale):
            raise SaleChanged(f"[{place}].external_id", row.order_id)
    return found


async def receipts(tx: Tx, order_ids: Sequence[OrderId]) -> dict[OrderId, Receipt]:
    """Return the receipts of sales made before, marked as replayed."""
    return {
        page.order.id: replace(
            Receipt(
                page.order.id,
                page.order.source,
                page.order.external_id,
                page.order.member_id,
                page.order.state,
                page.order.placed_at,
                page.order.decision,
            ),
            claim_code=claim_code(tx, page.order.id) if page.guest else None,
            tenders=tuple(Tender(p.kind, p.amount_minor, p.reference) for p in page.payments),
            replayed=True,
        )
        for page in await get_orders(tx, order_ids)
    }
