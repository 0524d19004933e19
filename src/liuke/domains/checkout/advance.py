"""Advance orders: shipped, received, or called off before they left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from liuke.domains.checkout.errors import WrongState
from liuke.domains.checkout.events import OrderCancelled, OrderReceived, OrderShipped
from liuke.domains.checkout.freeing import free_points
from liuke.domains.checkout.read import OrderPage, get_orders, hold_orders, pages_of
from liuke.domains.checkout.sums import redate
from liuke.domains.checkout.take_back import foresee, take_back
from liuke.domains.checkout.units import remaining
from liuke.domains.checkout.values import Comeback, OrderId, Returned, State
from liuke.domains.members import resolve
from liuke.kernel.db import Tx
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

# A key that no till can send for a return of its own.
CANCEL = ""
REASON = "cancelled"


class Moved(Value, frozen=True):
    """An order that is in its new state now."""

    id: OrderId
    member_id: MemberId


# The lines go to the lake anew: there they know how their order stands.
MOVE = Sql[Moved]("""
    WITH moved AS (
        UPDATE checkout_order o SET state = $3
        FROM UNNEST($1::uuid[], $2::uuid[]) AS k (order_id, member_id)
        WHERE o.member_id = k.member_id AND o.id = k.order_id AND o.state = ANY ($4::text[])
        RETURNING o.id, o.member_id
    ), lines AS (
        UPDATE checkout_line l SET xid = lk_xid()
        FROM moved m WHERE l.member_id = m.member_id AND l.order_id = m.id
    )
    SELECT id, member_id FROM moved
""")


async def ship(tx: Tx, order_ids: Sequence[OrderId]) -> None:
    """Note that orders left the shop; points that waited for it are usable.

    Raises:
        UnknownOrder: there is no such order.
        WrongState: one is not waiting to be shipped.
    """
    owned = await hold_orders(tx, order_ids)
    await _move(tx, owned, State.SHIPPED, (State.PAID,), OrderShipped)


async def receive(tx: Tx, order_ids: Sequence[OrderId]) -> None:
    """Note that orders arrived; points that waited for it are usable.

    Raises:
        UnknownOrder: there is no such order.
        WrongState: one was not on its way.
    """
    owned = await hold_orders(tx, order_ids)
    await _move(tx, owned, State.RECEIVED, (State.SHIPPED, State.PAID), OrderReceived)


async def cancel(tx: Tx, order_ids: Sequence[OrderId]) -> list[Returned]:
    """Call orders off before they left: every unit comes back, and the shipping with it.

    Raises:
        UnknownOrder: there is no such order.
        WrongState: one has left already, or is called off.
        SalesRefused: the units of one cannot come back.
    """
    owned = await hold_orders(tx, order_ids)
    pages = await _waiting(tx, owned)
    returned = await take_back(tx, [_all_of(page) for page in pages], with_shipping=True)
    await _move(tx, owned, State.CANCELLED, (State.PAID,), OrderCancelled)
    await _redate(tx, [page.order.member_id for page in pages if not page.guest])
    return returned


async def foresee_cancel(tx: Tx, order_ids: Sequence[OrderId]) -> list[Returned]:
    """Say what calling orders off would undo and repay, to the last point; nothing is written.

    Raises:
        UnknownOrder: there is no such order.
        WrongState: one has left already, or is called off.
        SalesRefused: the units of one cannot come back.
    """
    pages = await _waiting(tx, await hold_orders(tx, order_ids))
    return await foresee(tx, [_all_of(page) for page in pages], with_shipping=True)


async def _waiting(tx: Tx, owned: Mapping[OrderId, MemberId]) -> list[OrderPage]:
    """Return orders that have not left yet."""
    pages = await pages_of(tx, owned)
    for page in pages:
        if page.order.state is not State.PAID:
            raise WrongState(page.order.id, page.order.state)
    return pages


async def _redate(tx: Tx, buyers: Sequence[MemberId]) -> None:
    """Find anew when the buyers bought first and last, and whoever they are a part of by now."""
    if buyers:
        heirs = await resolve(tx, buyers)
        await redate(tx, sorted({*buyers, *heirs.values()}))


def _all_of(page: OrderPage) -> Comeback:
    """Return a comeback of every unit that has not come back yet."""
    left = tuple(remaining(page.sold, page.back))
    return Comeback(page.order.id, CANCEL, left, reason=REASON)


async def _move(
    tx: Tx,
    owned: Mapping[OrderId, MemberId],
    to: State,
    allowed: Sequence[State],
    event: Callable[[MemberId, OrderId], Event],
) -> None:
    moved = await tx.rows(
        MOVE, list(owned), list(owned.values()), to.value, [state.value for state in allowed]
    )
    if stuck := set(owned) - {row.id for row in moved}:
        (page,) = await get_orders(tx, [min(stuck)])
        raise WrongState(page.order.id, page.order.state)
    tx.emit(*(event(row.member_id, row.id) for row in moved))
    await free_points(tx, [(row.id, row.member_id, to) for row in moved])
