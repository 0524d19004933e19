"""What checkout holds of members, for their own copy of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from liuke.domains.checkout.values import OrderId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Bought(Value, frozen=True):
    """One line that a member bought, and what its order cost."""

    member_id: MemberId
    order_id: OrderId
    placed_at: datetime
    store: str
    state: str
    sku: str
    units: int
    gross_minor: int
    due_minor: int
    order_paid_minor: int


BOUGHT = Sql[Bought]("""
    SELECT o.member_id, o.id AS order_id, o.placed_at, o.store, o.state, l.sku, l.units,
           l.gross_minor, l.due_minor, o.payable_minor AS order_paid_minor
    FROM checkout_order o
    JOIN checkout_line l ON l.member_id = o.member_id AND l.order_id = o.id
    WHERE o.member_id = ANY ($1::uuid[])
    ORDER BY o.member_id, o.placed_at, o.id, l.line
""")


async def orders_held(
    tx: Tx, member_ids: Sequence[MemberId]
) -> Mapping[MemberId, Sequence[Bought]]:
    """Return every line members bought, oldest first."""
    found: dict[MemberId, list[Bought]] = defaultdict(list)
    for line in await tx.rows(BOUGHT, list(member_ids)):
        found[line.member_id].append(line)
    return found
