"""Fold the event log into daily figures: each event once, on the business day it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from liuke.domains import checkout, members
from liuke.domains.checkout import (
    OrderCancelled,
    OrderClaimed,
    OrderId,
    OrderPaid,
    OrderReturned,
    Refunded,
    Tallied,
)
from liuke.domains.coupons import CouponExpired, CouponIssued, CouponRedeemed, CouponRestored
from liuke.domains.desk.values import EVERY_STORE, GUEST, MEMBER, Figure, Mark
from liuke.domains.desk.visits import Place, count_people
from liuke.domains.members import MemberJoined, MembersMerged, MembersUnmerged
from liuke.domains.points import events as booked
from liuke.domains.tiers import TierDowngraded, TierUpgraded
from liuke.kernel.clock import business_date
from liuke.kernel.db import Tx
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql

GUEST_SEAT = "guest"
POINTS: Mapping[type[Event], tuple[Figure, int]] = {
    booked.PointsAwarded: (Figure.POINTS_ISSUED, 1),
    booked.PointsClawedBack: (Figure.POINTS_ISSUED, -1),
    booked.PointsAdjusted: (Figure.POINTS_ISSUED, 1),
    booked.PointsRedeemed: (Figure.POINTS_USED, 1),
    booked.PointsRestored: (Figure.POINTS_USED, -1),
    booked.PointsExpired: (Figure.POINTS_EXPIRED, 1),
}
COUPONS: Mapping[type[Event], tuple[Figure, int]] = {
    CouponIssued: (Figure.COUPONS_ISSUED, 1),
    CouponRedeemed: (Figure.COUPONS_USED, 1),
    CouponRestored: (Figure.COUPONS_USED, -1),
    CouponExpired: (Figure.COUPONS_EXPIRED, 1),
}
COUNTED: tuple[type[Event], ...] = (
    OrderPaid, OrderReturned, OrderClaimed, OrderCancelled, MemberJoined, TierUpgraded,
    TierDowngraded, *POINTS, *COUPONS,
)  # fmt: skip
# Whom the counts of people count as one is another question from then on.
REGROUPED: tuple[type[Event], ...] = (MembersMerged, MembersUnmerged)
OfOrder: TypeAlias = OrderPaid | OrderReturned | OrderClaimed | OrderCancelled


ADD = Sql[None]("""
    INSERT INTO desk_daily AS d (store_id, day, figure, part, hour, value)
    SELECT store_id, day, figure, part, hour, value
    FROM UNNEST($1::uuid[], $2::date[], $3::text[], $4::text[], $5::smallint[], $6::bigint[])
        AS m (store_id, day, figure, part, hour, value)
    ORDER BY store_id, day, figure, part, hour
    ON CONFLICT (merchant_id, store_id, day, figure, part, hour)
        DO UPDATE SET value = d.value + EXCLUDED.value
""")


async def fold(tx: Tx, events: Sequence[Event]) -> None:
    """Count events that were never counted before; the caller hands each on once."""
    named = [event for event in events if isinstance(event, OfOrder)]
    orders = await checkout.tally(tx, [event.order_id for event in named])
    called_off = [event.order_id for event in named if isinstance(event, OrderCancelled)]
    marks: Counter[Mark] = Counter()
    for event in events:
        _add(marks, _marks(tx, event, orders))
    for order in await _guests(tx, events):
        _add(marks, _sold(tx, order, GUEST, 1))
    for refund in await checkout.tally_refunds(tx, called_off):
        _add(marks, _refunded(tx, orders[refund.order_id], refund, -1))
    for one, counts in await _joined_again(tx, events):
        _add(marks, _everywhere(tx, one.joined_at, one.store_id, Figure.NEW, counts))
    await _write(tx, marks)
    await count_people(tx, _bought(named, orders), await _regrouped(tx, events))


def _add(marks: Counter[Mark], more: Iterable[tuple[Mark, int]]) -> None:
    for mark, amount in more:
        marks[mark] += amount


def _bought(named: Sequence[OfOrder], orders: Mapping[OrderId, Tallied]) -> Counter[Place]:
    """Return how many orders more a member has of each day; those of guests are nobody's."""
    found: Counter[Place] = Counter()
    for event in named:
        order = orders.get(event.order_id)
        if order is None or isinstance(event, OrderReturned):
            continue
        if not isinstance(event, OrderCancelled):
            found[event.member_id, order.business_on] += 1
        elif not order.guest:
            found[event.member_id, order.business_on] -= 1
    return found


async def _regrouped(tx: Tx, events: Sequence[Event]) -> set[MemberId]:
    """Return everyone who may be counted as somebody else from now on."""
    named = set[MemberId]()
    for event in events:
        if isinstance(event, MembersMerged | MembersUnmerged):
            named |= {event.member_id, event.loser_id}
    if not named:
        return named
    return named.union(*(await members.followers(tx, sorted(named))).values())


async def _joined_again(tx: Tx, events: Sequence[Event]) -> list[tuple[members.Standing, int]]:
    """Return who is no member of their own any more, or is one again, and what it counts."""
    parted = [(e.loser_id, -1) for e in events if isinstance(e, MembersMerged)]
    parted += [(e.loser_id, 1) for e in events if isinstance(e, MembersUnmerged)]
    if not parted:
        return []
    known = await members.standings(tx, sorted({loser_id for loser_id, _ in parted}))
    return [(known[one], counts) for one, counts in parted if not known[one].anonymous]


async def _guests(tx: Tx, events: Sequence[Event]) -> list[Tallied]:
    seats = [
        event.member_id
        for event in events
        if isinstance(event, MemberJoined) and event.anonymous and event.source == GUEST_SEAT
    ]
    rows = await members.standings(tx, seats) if seats else {}
    return await checkout.tally_guests(tx, [row.external_id or "" for row in rows.values()])


def _marks(tx: Tx, event: Event, orders: Mapping[OrderId, Tallied]) -> Iterable[tuple[Mark, int]]:
    if isinstance(event, OfOrder):
        return _of_order(tx, event, orders)
    if isinstance(event, MemberJoined):
        if event.anonymous:
            return []
        return _everywhere(tx, event.at, event.store_id, Figure.NEW, 1)
    if isinstance(event, TierUpgraded | TierDowngraded):
        return [
            (Mark(event.on, EVERY_STORE, Figure.TIER_OUT, f"{event.set_code}/{event.before}"), 1),
            (Mark(event.on, EVERY_STORE, Figure.TIER_IN, f"{event.set_code}/{event.after}"), 1),
        ]
    if type(event) in COUPONS:
        return _of_coupon(tx, event)
    return _of_points(tx, event) if type(event) in POINTS else []


def _of_coupon(tx: Tx, event: Event) -> Iterable[tuple[Mark, int]]:
    figure, sign = COUPONS[type(event)]
    day, template = _day(tx, getattr(event, "at", tx.now)), getattr(event, "template", "")
    # Of a times card several uses may be spent, and come back one by one.
    uses = getattr(event, "uses", 1)
    return [(Mark(day, EVERY_STORE, figure, template), sign * uses)]


def _of_points(tx: Tx, event: Event) -> Iterable[tuple[Mark, int]]:
    figure, sign = POINTS[type(event)]
    day, book = _day(tx, getattr(event, "at", tx.now)), getattr(event, "book", "")
    points = getattr(event, "points", 0)
    moved = points if isinstance(event, booked.PointsAdjusted) else sign * abs(points)
    return [(Mark(day, EVERY_STORE, figure, book), moved)]


def _of_order(
    tx: Tx, event: OfOrder, orders: Mapping[OrderId, Tallied]
) -> Iterable[tuple[Mark, int]]:
    order = orders.get(event.order_id)
    if order is None:
        return []
    if isinstance(event, OrderReturned):
        back = Refunded(order.id, event.at, event.refund_minor)
        return _refunded(tx, order, back, 1)
    if isinstance(event, OrderCancelled):
        # It was no sale: it leaves the day on which it was counted as one.
        return _sold(tx, order, GUEST if order.guest else MEMBER, -1)
    marks = list(_sold(tx, order, MEMBER, 1))
    if isinstance(event, OrderClaimed):
        marks += _sold(tx, order, GUEST, -1)
    return marks


def _refunded(tx: Tx, order: Tallied, refund: Refunded, sign: int) -> Iterable[tuple[Mark, int]]:
    amount = sign * refund.refund_minor
    return _everywhere(tx, refund.returned_at, order.store_id, Figure.REFUNDS, amount)


def _sold(tx: Tx, order: Tallied, whose: str, sign: int) -> Iterable[tuple[Mark, int]]:
    hour = order.placed_at.astimezone(tx.zone).hour
    for store_id in {order.store_id or EVERY_STORE, EVERY_STORE}:
        place = order.business_on, store_id
        yield Mark(*place, Figure.SALES, whose, hour), sign * order.payable_minor
        yield Mark(*place, Figure.ORDERS, whose, hour), sign


def _everywhere(
    tx: Tx, at: datetime, store_id: StoreId | None, figure: Figure, amount: int
) -> Iterable[tuple[Mark, int]]:
    day, hour = _day(tx, at), at.astimezone(tx.zone).hour
    places = {store_id or EVERY_STORE, EVERY_STORE}
    return [(Mark(day, place, figure, "", hour), amount) for place in places]


def _day(tx: Tx, at: datetime) -> date:
    return business_date(at, tx.zone)


async def _write(tx: Tx, marks: Mapping[Mark, int]) -> None:
    rows = [(mark, value) for mark, value in marks.items() if value]
    await tx.run(
        ADD,
        [mark.store_id for mark, _ in rows],
        [mark.day for mark, _ in rows],
        [mark.figure.value for mark, _ in rows],
        [mark.part for mark, _ in rows],
        [mark.hour for mark, _ in rows],
        [value for _, value in rows],
    )
