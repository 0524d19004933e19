"""Simulate: run a draft programme over the baskets that were really sold, beside what rules now."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from liuke.domains import catalog, programme, promotions, tiers
from liuke.domains.catalog import Item as Product
from liuke.domains.checkout.errors import TooManyOrders
from liuke.domains.checkout.values import OrderId
from liuke.domains.programme import Draft, Live
from liuke.domains.promotions import (
    Basket,
    Line,
    PastBasket,
    Simulation,
    View,
    compile_live,
)
from liuke.kernel import facts
from liuke.kernel.clock import business_date
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import InvalidField
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

PAGE = 1_000


class Note(Value, frozen=True):
    """Something the simulation does not know exactly, said in both languages."""

    text: str
    text_zh: str


NOTES = (
    Note("Levels and facts about members are those of today.", "会员等级和条件按今天的状态计算。"),
    Note(
        "Coupons, public codes and points as payment are left out.",
        "不计用券、优惠码和积分抵现。",
    ),
    Note("Limits start full, as on the first day.", "限量和预算从头算起。"),
    Note("Everybody buys the same; returns count as sold.", "假定购买不变，退货仍计为售出。"),
)  # fmt: skip


class Simulated(Value, frozen=True):
    """What a draft would have cost over real orders, who wins, who loses, and what is assumed."""

    since: datetime
    until: datetime
    notes: tuple[Note, ...]
    outcome: Simulation


class PastLine(Value, frozen=True):
    """A line as it was sold."""

    product: str
    sku: str
    category: str
    units: int
    grams: int
    gross_minor: int
    cut_minor: int


class PastOrder(Value, frozen=True):
    """An order as it was sold, its lines in order."""

    id: OrderId
    member_id: MemberId
    guest: bool
    store: str
    channel: str
    placed_at: datetime
    shipping_minor: int
    tenders: Mapping[str, int]
    lines: tuple[PastLine, ...]


COUNT = Sql[int]("""
    SELECT COUNT(*) FROM checkout_order
    WHERE placed_at >= $1 AND placed_at < $2 AND state <> 'cancelled'
""")
ORDERS = Sql[PastOrder]("""
    SELECT o.id, o.member_id, o.guest, o.store, o.channel, o.placed_at,
           COALESCE((o.decision ->> 'shipping_minor')::bigint, 0) AS shipping_minor,
           (
               SELECT COALESCE(jsonb_object_agg(p.kind, p.minor), '{}')
               FROM (
                   SELECT q.kind, SUM(q.amount_minor)::bigint AS minor
                   FROM checkout_payment q
                   WHERE q.merchant_id = o.merchant_id AND q.member_id = o.member_id
                       AND q.order_id = o.id
                   GROUP BY q.kind
               ) p
           ) AS tenders,
           (
               SELECT jsonb_agg(jsonb_build_object(
                   'product', l.product, 'sku', l.sku, 'category', l.category, 'units', l.units,
                   'grams', l.grams, 'gross_minor', l.gross_minor, 'cut_minor', l.cut_minor
               ) ORDER BY l.line)
               FROM checkout_line l
               WHERE l.merchant_id = o.merchant_id AND l.member_id = o.member_id
                   AND l.order_id = o.id
           ) AS lines
    FROM checkout_order o
    WHERE o.placed_at >= $1 AND o.placed_at < $2 AND o.state <> 'cancelled'
        AND (o.placed_at, o.id) > ($3, $4::uuid)
    ORDER BY o.placed_at, o.id
    LIMIT $5
""")


@dataclass(frozen=True)
class Period:
    """The orders to go through, and the facts that any of the rules ask."""

    until: datetime
    facts: frozenset[str]
    live: Live


async def simulate(
    tx: Tx, draft: Draft, *, since: datetime, until: datetime, most: int
) -> Simulated:
    """Decide every order of a period by what rules now and by that with the draft instead.

    Raises:
        InvalidField: the period ends before it begins.
        TooManyOrders: it has more than `most` orders.
    """
    if since > until:
        raise InvalidField("since", "is after `until`", "晚于 `until`")
    count = await tx.row(COUNT, since, until) or 0
    if count > most:
        raise TooManyOrders(count, most)
    live = await programme.live(tx)
    before, after = live.derive(compile_live), compile_live(live.beside([draft]))
    period = Period(until, frozenset({*before.facts, *after.facts}), live)
    past = await _read(tx, period, (since, OrderId.first()))
    # Seconds of arithmetic: tills must not wait for them.
    outcome = await asyncio.to_thread(promotions.simulate, before, after, past)
    return Simulated(since, until, NOTES, outcome)


async def _read(tx: Tx, period: Period, after: tuple[datetime, OrderId]) -> list[PastBasket]:
    """Read a page of orders, and then the pages after it, oldest first."""
    page = await tx.rows(ORDERS, after[0], period.until, *after, PAGE)
    if not page:
        return []
    found = await _baskets(tx, period, page)
    if len(page) == PAGE:
        found += await _read(tx, period, (page[-1].placed_at, page[-1].id))
    return found


async def _baskets(tx: Tx, period: Period, page: Sequence[PastOrder]) -> list[PastBasket]:
    skus = sorted({line.sku for order in page for line in order.lines})
    goods = await catalog.find_products(tx, skus)
    members = sorted({order.member_id for order in page if not order.guest})
    standings = await tiers.open_standings(tx, members, period.live)
    known = await facts.read(tx, period.facts, members)
    return [
        PastBasket(
            str(order.id),
            _basket(order, goods),
            View()
            if order.guest
            else _view(order, standings, known[order.member_id], business_date(tx.now, tx.zone)),
            order.placed_at.astimezone(tx.zone),
        )
        for order in page
    ]


def _view(
    order: PastOrder, standings: tiers.Standings, answers: Mapping[str, Any], today: date
) -> View:
    sets = [spec.code for spec, _ in standings.sets]
    levels = {code: standings.level(order.member_id, code, today) for code in sets}
    return View(member_id=order.member_id, tiers=levels, facts=answers)


def _basket(order: PastOrder, goods: Mapping[str, Product]) -> Basket:
    return Basket(
        lines=tuple([_line(line, goods.get(line.sku)) for line in order.lines]),
        store=order.store,
        channel=order.channel,
        shipping_minor=order.shipping_minor,
        tenders=order.tenders,
    )


def _line(line: PastLine, product: Product | None) -> Line:
    """Return a line at the price of its day; goods no longer sold keep their own category."""
    path = product.category_path.split("/") if product else [line.category]
    return Line(
        product=line.product,
        gross_minor=line.gross_minor,
        units=line.units,
        grams=line.grams,
        cut_minor=line.cut_minor,
        sku=line.sku,
        brand=(product.brand or "") if product else "",
        categories=tuple(code for code in path if code),
        tags=product.tags if product else (),
        gift=product is not None and product.kind is catalog.ProductKind.GIFT,
    )
