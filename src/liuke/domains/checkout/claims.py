"""Receipt codes: how a guest's basket is claimed by a member later, once."""

from __future__ import annotations

from base64 import b32encode
from datetime import timedelta

from liuke.domains.checkout.read import OrderPage
from liuke.domains.checkout.values import OrderId
from liuke.kernel.db import Tx

CLAIM_DAYS = 30


def claim_code(tx: Tx, order_id: OrderId) -> str:
    """Return the code printed on a guest's receipt: 80 unguessable bits, the same each time."""
    secret = tx.keys.blind(tx.merchant_id, "checkout.claim", str(order_id))
    return b32encode(secret[:10]).decode()


def claim_digest(tx: Tx, code: str) -> bytes:
    """Return what is stored of a code: enough to find its order, not to print it."""
    spelt = code.strip().upper().replace("-", "").replace(" ", "")
    return tx.keys.blind(tx.merchant_id, "checkout.claim_code", spelt)


def kept_units(page: OrderPage) -> int:
    """Return how many units of an order have not come back."""
    return sum(line.units for line in page.lines) - sum(span.count for span in page.back)


def claim_of(tx: Tx, page: OrderPage) -> str | None:
    """Return the code that a receipt printed again carries: a guest's, while it may be claimed."""
    last_on = page.order.business_on + timedelta(days=CLAIM_DAYS)
    if not page.guest or tx.today > last_on or not kept_units(page):
        return None
    return claim_code(tx, page.order.id)
