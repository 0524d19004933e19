"""The till over HTTP: quote, sell, take back; orders to read and to move on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from msgspec import Meta

from liuke.domains.checkout.advance import cancel, foresee_cancel, receive, ship
from liuke.domains.checkout.claim import ReceiptClaim, claim
from liuke.domains.checkout.claims import claim_of
from liuke.domains.checkout.commit import commit
from liuke.domains.checkout.counter_routes import COUNTER
from liuke.domains.checkout.quote import Quote, explain, quote
from liuke.domains.checkout.read import OrderPage, get_orders, orders_of
from liuke.domains.checkout.reserve import Reservation, Reserving, release, reserve
from liuke.domains.checkout.simulate import Simulated, simulate
from liuke.domains.checkout.take_back import foresee, take_back
from liuke.domains.checkout.values import (
    NAME,
    Comeback,
    OrderId,
    Receipt,
    Returned,
    Sale,
    Text,
    Units,
)
from liuke.domains.checkout.whose import check_orders, check_sales, check_shown
from liuke.domains.checkout.written import alone, listed, sold_alone
from liuke.domains.programme import parse
from liuke.domains.promotions import Missed
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, at_counter, delete, get, onward, position, post

SIMULATED_MAX = 5_000


class Backlog(Value, frozen=True):
    """Sales a till made while it was off-line, in the order it made them."""

    sales: Annotated[list[Sale], Meta(min_length=1, max_length=1_000)]


class ReturnRequest(Value, frozen=True):
    """Units of one order to take back."""

    external_id: Annotated[str, Meta(min_length=1, max_length=120, pattern=NAME)]
    units: Annotated[tuple[Units, ...], Meta(min_length=1, max_length=2_000)]
    reason: Text = ""


class Reprint(Value, frozen=True):
    """What a receipt printed again says beside its order."""

    claim_code: str | None


class SimulationRequest(Value, frozen=True):
    """A draft document, and the days whose orders it is tried on (30 before now, unless told)."""

    document: Annotated[
        dict[str, Any], Meta(examples=[{"code": "spring", "name": "Spring", "name_zh": "春季"}])
    ]
    since: Annotated[datetime, Meta(tz=True)] | None = None
    until: Annotated[datetime, Meta(tz=True)] | None = None


@at_counter
@post("/quotes", may="checkout.quote", status=200)
async def quote_sale(tx: Tx, data: Sale) -> Quote:
    """Quote a basket: what it costs and earns now, and why; nothing is written."""
    await check_sales(tx, [data])
    with sold_alone():
        (quoted,) = await quote(tx, [data])
    return quoted


@at_counter
@post("/explanations", may="checkout.quote", status=200)
async def explain_sale(tx: Tx, data: Sale) -> list[Missed]:
    """Say of every live rule that would not apply to a basket why."""
    await check_sales(tx, [data])
    with sold_alone():
        return await explain(tx, data)


@at_counter
@post("/reservations", may="checkout.order", key=True)
async def reserve_sale(tx: Tx, data: Reserving) -> Reservation:
    """Hold the points and coupons a basket would use, until it is sold, released or too late."""
    await check_sales(tx, [data.sale])
    with sold_alone("sale."):
        (held,) = await reserve(tx, [data])
    return held


@delete("/reservations/{reservation_id}", may="checkout.order")
async def release_reservation(tx: Tx, reservation_id: OrderId) -> None:
    """Let go of a reservation."""
    await release(tx, [reservation_id])


@at_counter
@post("/orders", may="checkout.order", key=True, together=True)
async def sell(tx: Tx, data: list[Sale]) -> list[Receipt]:
    """Sell a basket; sent again under its key, it is answered again and counted once.

    Raises:
        PaymentMismatch: what was paid is not what is due.
        PlacedAtWrong: it was made in the future, or too long ago.
        MemberNotActive: the member is blocked, merged or erased.
    """
    await check_sales(tx, data)
    if len(data) > 1:  # several requests: a refusal has each made, and answered, by itself
        return await commit(tx, data)
    with sold_alone():
        return await commit(tx, data)


@at_counter
@post("/backlogs", may="checkout.order", key=True)
async def upload(tx: Tx, data: Backlog) -> list[Receipt]:
    """Upload what a till sold off-line, in any order and as often as needed."""
    await check_sales(tx, data.sales)
    with listed("sales"):
        return await commit(tx, data.sales)


@post("/orders/{order_id}/returns", may="checkout.return", key=True)
async def bring_back(tx: Tx, order_id: OrderId, data: ReturnRequest) -> Returned:
    """Take units back; exactly what hung on them is undone.

    Raises:
        UnitsNotReturnable: some were not sold, or came back already.
        WrongState: the order was called off.
        ReturnChanged: another return has this key.
        UnknownOrder: there is no such order.
    """
    comeback = Comeback(order_id, data.external_id, data.units, data.reason, tx.now)
    with alone():
        (returned,) = await take_back(tx, [comeback])
    return returned


@post("/orders/{order_id}/returns/previews", may="checkout.return", status=200)
async def foresee_return(tx: Tx, order_id: OrderId, data: ReturnRequest) -> Returned:
    """Say what taking units back would repay and undo; nothing is written.

    Raises:
        UnitsNotReturnable: some were not sold, or came back already.
        WrongState: the order was called off.
        ReturnChanged: another return has this key.
        UnknownOrder: there is no such order.
    """
    with alone():
        (returned,) = await foresee(
            tx, [Comeback(order_id, data.external_id, data.units, data.reason, tx.now)]
        )
    return returned


@post("/orders/{order_id}/cancellation", may="checkout.cancel", key=True)
async def call_off(tx: Tx, order_id: OrderId) -> Returned:
    """Call an order off before it left."""
    await check_orders(tx, [order_id])
    with alone():
        (returned,) = await cancel(tx, [order_id])
    return returned


@post("/orders/{order_id}/cancellation/previews", may="checkout.cancel", status=200)
async def foresee_call_off(tx: Tx, order_id: OrderId) -> Returned:
    """Say what calling an order off would repay and undo; nothing is written."""
    await check_orders(tx, [order_id])
    with alone():
        (returned,) = await foresee_cancel(tx, [order_id])
    return returned


@post("/orders/{order_id}/shipment", may="checkout.order", key=True)
async def ship_order(tx: Tx, order_id: OrderId) -> None:
    """Note that an order left the shop."""
    await check_orders(tx, [order_id])
    await ship(tx, [order_id])


@post("/orders/{order_id}/receipt", may="checkout.order", key=True)
async def receive_order(tx: Tx, order_id: OrderId) -> None:
    """Note that an order arrived."""
    await check_orders(tx, [order_id])
    await receive(tx, [order_id])


@get("/orders/{order_id}", may="checkout.read")
async def show_order(tx: Tx, order_id: OrderId) -> OrderPage:
    """Return an order with its lines, payments, returns and the explanation of its price."""
    (page,) = await get_orders(tx, [order_id])
    await check_shown(tx, page)
    return page


@get("/orders/{order_id}/reprint", may="checkout.order")
async def show_reprint(tx: Tx, order_id: OrderId) -> Reprint:
    """Return the claim code of a guest's receipt; none once claimed, too old, or all back."""
    (page,) = await get_orders(tx, [order_id])
    await check_shown(tx, page)
    return Reprint(claim_of(tx, page))


@get("/orders", may="checkout.read")
async def list_orders(
    tx: Tx, member_id: MemberId, limit: Limit = 50, after: str | None = None
) -> Page[OrderPage]:
    """List a member's orders, newest first."""
    pages = await orders_of(tx, member_id, before=position(after, datetime, OrderId), limit=limit)
    return Page(pages, onward(pages, limit, lambda last: (last.order.placed_at, last.order.id)))


@at_counter
@post("/claims", may="checkout.claim", key=True)
async def claim_receipt(tx: Tx, data: ReceiptClaim) -> OrderId:
    """Give a guest's order to the member who holds its code."""
    (order_id,) = await claim(tx, [data])
    return order_id


@post("/programmes/simulations", may="promotions.simulate", status=200)
async def simulate_draft(tx: Tx, data: SimulationRequest) -> Simulated:
    """Run a draft over real orders: its cost, its winners and its losers; nothing is written."""
    until = data.until or tx.now
    since = data.since or until - timedelta(days=30)
    draft = parse(data.document)
    return await simulate(tx, draft, since=since, until=until, most=SIMULATED_MAX)


ROUTES = [
    simulate_draft,
    quote_sale,
    explain_sale,
    reserve_sale,
    release_reservation,
    sell,
    upload,
    bring_back,
    foresee_return,
    call_off,
    foresee_call_off,
    ship_order,
    receive_order,
    show_order,
    show_reprint,
    list_orders,
    claim_receipt,
    *COUNTER,
]
