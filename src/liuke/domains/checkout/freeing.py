"""Free points that waited for what became of the orders that earned them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from liuke.domains import points, programme
from liuke.domains.checkout.baskets import cause_of
from liuke.domains.checkout.events import OrderReceived, OrderShipped
from liuke.domains.checkout.values import OrderId, State
from liuke.domains.points import BookSpec, Key
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId

Stood: TypeAlias = tuple[OrderId, MemberId, State]

# What has happened to an order in a state: what arrived has left as well, whoever noted it.
HAPPENED: Mapping[State, frozenset[str]] = {
    State.SHIPPED: frozenset({OrderShipped.kind()}),
    State.RECEIVED: frozenset({OrderShipped.kind(), OrderReceived.kind()}),
}


async def free_points(tx: Tx, orders: Iterable[Stood]) -> None:
    """Let points be used whose orders have come to where they wait for; safe to repeat."""
    live = await programme.live(tx)
    waiting = {spec.code: spec.pending.until for spec in live.items(BookSpec)}
    awards = [
        Key(member_id, book, cause_of(order_id))
        for order_id, member_id, state in orders
        for book, until in waiting.items()
        if until in HAPPENED.get(state, ())
    ]
    if awards:
        await points.activate(tx, awards, live=live)
