"""Receipt codes: how a guest's basket is claimed by a member later, once."""

from __future__ import annotations

from base64 import b32encode

from liuke.domains.checkout.values import OrderId
from liuke.kernel.db import Tx


def claim_code(tx: Tx, order_id: OrderId) -> str:
    """Return the code printed on a guest's receipt: 80 unguessable bits, the same each time."""
    secret = tx.keys.blind(tx.merchant_id, "checkout.claim", str(order_id))
    return b32encode(secret[:10]).decode()


def claim_digest(tx: Tx, code: str) -> bytes:
    """Return what is stored of a code: enough to find its order, not to print it."""
    spelt = code.strip().upper().replace("-", "").replace(" ", "")
    return tx.keys.blind(tx.merchant_id, "checkout.claim_code", spelt)
