"""A member's orders, each with the explanation of its price; receipts to claim."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from liuke.domains import catalog, checkout, members, programme, stores
from liuke.domains.checkout import OrderId, OrderPage, ReceiptClaim, UnknownOrder
from liuke.domains.coupons import CouponTemplate
from liuke.domains.members.own import member_of
from liuke.domains.promotions import Rule
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, Repeat, get, onward, position, post


class Named(Value, frozen=True):
    """What a code of the shop is called."""

    code: str
    name: str
    name_zh: str


class Bought(Value, frozen=True):
    """An order as its member reads it: with the names of its store, goods and offers.

    What the shop no longer knows keeps its code as its name.
    """

    page: OrderPage
    store: str
    goods: list[Named]
    offers: list[Named]


class ReceiptCode(Value, frozen=True):
    """The code at the foot of a receipt."""

    code: Annotated[str, Meta(min_length=8, max_length=40)]


@get("/m/orders", may="members.self")
async def list_my_orders(tx: Tx, limit: Limit = 50, after: str | None = None) -> Page[Bought]:
    """List my orders, newest first."""
    before = position(after, datetime, OrderId)
    pages = await checkout.orders_of(tx, member_of(tx), before=before, limit=limit)
    bought = await _bought(tx, pages)
    return Page(bought, onward(pages, limit, lambda last: (last.order.placed_at, last.order.id)))


@get("/m/orders/{order_id}", may="members.self")
async def show_my_order(tx: Tx, order_id: OrderId) -> Bought:
    """Return one order of mine; another's answers like one that does not exist.

    Raises:
        UnknownOrder: I have no such order.
    """
    (page,) = await checkout.get_orders(tx, [order_id])
    whose = page.order.member_id
    if (await members.resolve(tx, [whose])).get(whose) != member_of(tx):
        raise UnknownOrder(str(order_id))
    (bought,) = await _bought(tx, [page])
    return bought


@post("/m/receipts/claims", may="members.self", repeat=Repeat.HONOURED)
async def claim_my_receipt(tx: Tx, data: ReceiptCode) -> OrderId:
    """Make a receipt mine by its code, once; a wrong and a used code look the same."""
    (order_id,) = await checkout.claim(tx, [ReceiptClaim(member_of(tx), data.code)])
    return order_id


async def _bought(tx: Tx, pages: list[OrderPage]) -> list[Bought]:
    live = await programme.live(tx)
    items = await catalog.find_products(tx, [line.sku for page in pages for line in page.lines])
    sold_in = {page.order.store_id for page in pages if page.order.store_id is not None}
    called = {store.id: store.name for store in await stores.get_stores(tx, list(sold_in))}
    goods = {sku: Named(sku, item.name, item.name) for sku, item in items.items()}
    return [
        Bought(
            page,
            called.get(page.order.store_id, "") if page.order.store_id else page.order.store,
            [goods[line.sku] for line in page.lines if line.sku in goods],
            [_offer(live, code) for code in _rules(page)],
        )
        for page in pages
    ]


def _rules(page: OrderPage) -> list[str]:
    decision = page.order.decision
    applied = {one.rule for one in decision.effects}
    return sorted(applied | {one.rule for one in decision.spends})


def _offer(live: programme.Live, code: str) -> Named:
    found = live.get(Rule, code) or live.get(CouponTemplate, code)
    name = found.name or code if found else code
    return Named(code, name, found.name_zh or name if found else code)


ROUTES = [list_my_orders, show_my_order, claim_my_receipt]
