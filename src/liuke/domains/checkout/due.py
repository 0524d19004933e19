"""What is due: goods that may be sold, and tenders that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from msgspec import structs

from liuke.domains.checkout.baskets import Placed
from liuke.domains.checkout.errors import NotForSale, PaymentMismatch, UnknownSpend
from liuke.domains.checkout.values import Sale, Tender
from liuke.domains.points import BookSpec
from liuke.domains.programme import Live
from liuke.domains.promotions import Decision

ELSEWHERE = "external"
ALL_OF_IT = 2**53 - 1


def known_spend(sale: Sale, live: Live) -> Mapping[str, int]:
    """Return the points a sale names to pay with, by book.

    Raises:
        UnknownSpend: a book does not exist, or is never spent.
    """
    books = [spec.code for spec in live.items(BookSpec) if not spec.qualifying]
    for book in sale.spend:
        if book not in books:
            raise UnknownSpend(f"spend.{book}", tuple(sorted(books)))
    return sale.spend


def require_sellable(decided: Decision) -> None:
    """Refuse goods this member may not buy.

    Raises:
        NotForSale: names the lines and the reasons.
    """
    if decided.blocked:
        raise NotForSale(
            tuple(blocked.line for blocked in decided.blocked),
            tuple(blocked.missed.text for blocked in decided.blocked),
            tuple(blocked.missed.text_zh for blocked in decided.blocked),
        )


def tendered(sale: Sale, *, may_owe: bool) -> dict[str, int]:
    """Return how much is paid in money by each kind, as `pay` will note it.

    What a trusted source was paid elsewhere is external, as much as is due.
    """
    if not sale.tenders and may_owe:
        return {ELSEWHERE: ALL_OF_IT}
    paid = Counter[str]()
    for tender in sale.tenders:
        paid[tender.kind] += tender.amount_minor
    return dict(paid)


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
        return replace(placed, sale=structs.replace(placed.sale, tenders=(Tender(ELSEWHERE, due),)))
    raise PaymentMismatch("tenders", due, paid)
