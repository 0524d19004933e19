"""What is due: goods that may be sold, and tenders that add up."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from liuke.domains.checkout.baskets import Placed
from liuke.domains.checkout.errors import NotForSale, PaymentMismatch
from liuke.domains.checkout.values import Tender
from liuke.domains.promotions import Decision


def require_sellable(decided: Decision) -> None:
    """Refuse goods this member may not buy.

    Raises:
        NotForSale: names the lines and the reasons.
    """
    if decided.blocked:
        raise NotForSale(
            tuple(blocked.line for blocked in decided.blocked),
            tuple(blocked.missed.text_zh for blocked in decided.blocked),
        )


def pay(placed: Placed, decided: Decision, *, may_owe: bool) -> Placed:
    """Return the sale with tenders that add up to what is due.

    A trusted source that names none was paid elsewhere: one external record stands for it.

    Raises:
        PaymentMismatch: they do not add up.
    """
    due = decided.payable_minor
    paid = sum([tender.amount_minor for tender in placed.sale.tenders])
    if paid == due:
        return placed
    if not placed.sale.tenders and may_owe:
        return replace(
            placed, sale=structs.replace(placed.sale, tenders=(Tender("external", due),))
        )
    raise PaymentMismatch("tenders", due, paid)
