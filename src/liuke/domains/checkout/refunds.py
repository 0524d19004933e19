"""Refunds: money goes back to the tenders it came from, never more than each one paid."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.checkout.read import Payment
from liuke.domains.checkout.values import OrderId, Refund
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns


class Repaid(Value, frozen=True):
    """What goes back to one tender."""

    order_id: OrderId
    place: int
    amount_minor: int


REPAY = Sql[None]("""
    UPDATE checkout_payment p SET refunded_minor = p.refunded_minor + r.amount_minor
    FROM UNNEST($1::uuid[], $2::integer[], $3::bigint[]) AS r (order_id, place, amount_minor),
         checkout_key k
    WHERE k.order_id = r.order_id AND p.member_id = k.member_id
      AND p.order_id = r.order_id AND p.place = r.place
""")


class Purse:
    """The tenders of some orders and what may still go back to each."""

    def __init__(self, payments: Sequence[Payment]) -> None:
        """Start from what was paid and what has gone back."""
        self.payments = payments
        self.left = {(p.order_id, p.place): p.amount_minor - p.refunded_minor for p in payments}
        self.repaid: list[Repaid] = []

    def refund(self, order_id: OrderId, amount_minor: int) -> tuple[Refund, ...]:
        """Give money back to an order's tenders, in the order they were laid down.

        A total that no tender can take (an order paid for nothing in money) is impossible: the
        tenders of an order add up to what was due.
        """
        given = []
        for payment in self.payments:
            key = (payment.order_id, payment.place)
            part = min(amount_minor, self.left[key]) if payment.order_id == order_id else 0
            if part:
                self.left[key] -= part
                amount_minor -= part
                self.repaid.append(Repaid(order_id, payment.place, part))
                given.append(Refund(payment.kind, part, payment.reference))
        assert amount_minor == 0, "more goes back than was paid"
        return tuple(given)


async def repay(tx: Tx, purse: Purse) -> None:
    """Write what went back, summed by tender, in one statement."""
    if not purse.repaid:
        return
    sums: dict[tuple[OrderId, int], int] = {}
    for part in purse.repaid:
        key = (part.order_id, part.place)
        sums[key] = sums.get(key, 0) + part.amount_minor
    rows = [Repaid(order_id, place, amount) for (order_id, place), amount in sums.items()]
    await tx.run(REPAY, *columns(Repaid, rows))
