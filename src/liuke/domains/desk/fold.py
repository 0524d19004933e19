"""Fold the event log into daily figures: each event once, on the business day it is about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from liuke.domains import checkout, members
from liuke.domains.checkout import OrderClaimed, OrderId, OrderPaid, OrderReturned, Tallied
from liuke.domains.coupons import CouponExpired, CouponIssued, CouponRedeemed
from liuke.domains.desk.rules import Step, steps
from liuke.domains.desk.values import EVERY_STORE, GUEST, MEMBER, Figure, Mark
from liuke.domains.members import MemberJoined
from liuke.domains.points import events as booked
from liuke.domains.tiers import TierDowngraded, TierUpgraded
from liuke.kernel.clock import business_date
from liuke.kernel.db import Tx
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

GUEST_SEAT = "guest"
POINTS: Mapping[type[Event], tuple[Figure, int]] = {
    booked.PointsAwarded: (Figure.POINTS_ISSUED, 1),
    booked.PointsClawedBack: (Figure.POINTS_ISSUED, -1),
    booked.PointsAdjusted: (Figure.POINTS_ISSUED, 1),
    booked.PointsRedeemed: (Figure.POINTS_USED, 1),
    booked.PointsRestored: (Figure.POINTS_USED, -1),
    booked.PointsExpired: (Figure.POINTS_EXPIRED, 1),
}
COUPONS: Mapping[type[Event], Figure] = {
    CouponIssued: Figure.COUPONS_ISSUED,
    CouponRedeemed: Figure.COUPONS_USED,
    CouponExpired: Figure.COUPONS_EXPIRED,
}
COUNTED: tuple[type[Event], ...] = (
    OrderPaid, OrderReturned, OrderClaimed, MemberJoined, TierUpgraded, TierDowngraded,
    *POINTS, *COUPONS,
)  # fmt: skip


class Visit(Value, frozen=True):
    """A day on which a member bought."""

    member_id: MemberId
    day: date


ADD = Sql[None]("""
    INSERT INTO desk_daily AS d (store_id, day, figure, part, hour, value)
    SELECT store_id, day, figure, part, hour, value
    FROM UNNEST($1::uuid[], $2::date[], $3::text[], $4::text[], $5::smallint[], $6::bigint[])
        AS m (store_id, day, figure, part, hour, value)
    ORDER BY store_id, day, figure, part, hour
    ON CONFLICT (merchant_id, store_id, day, figure, part, hour)
        DO UPDATE SET value = d.value + EXCLUDED.value
""")
VISITS = Sql[Visit]("""
    SELECT member_id, day FROM desk_visit WHERE member_id = ANY ($1::uuid[])
""")
VISIT = Sql[None]("""
    INSERT INTO desk_visit (member_id, day)
    SELECT member_id, day FROM UNNEST($1::uuid[], $2::date[]) AS v (member_id, day)
    ORDER BY member_id, day
""")
STEP = Sql[None]("""
    INSERT INTO desk_step AS s (figure, day, step)
    SELECT figure, day, step FROM UNNEST($1::text[], $2::date[], $3::bigint[])
        AS n (figure, day, step)
    ORDER BY figure, day
    ON CONFLICT (merchant_id, figure, day) DO UPDATE SET step = s.step + EXCLUDED.step
""")


async def fold(tx: Tx, events: Sequence[Event]) -> None:
    """Count events that were never counted before; the caller hands each on once."""
    named = [e for e in events if isinstance(e, OrderPaid | OrderReturned | OrderClaimed)]
    orders = await checkout.tally(tx, [event.order_id for event in named])
    guests = await _guests(tx, events)
    marks: Counter[Mark] = Counter()
    for event in events:
        marks.update(dict(_marks(tx, event, orders)))
    for order in guests:
        marks.update(dict(_sold(tx, order, GUEST, 1)))
    await _write(tx, marks)
    bought = [e for e in named if not isinstance(e, OrderReturned) and e.order_id in orders]
    await _visit(tx, [(e.member_id, orders[e.order_id].business_on) for e in bought])


async def _guests(tx: Tx, events: Sequence[Event]) -> list[Tallied]:
    seats = [
        event.member_id
        for event in events
        if isinstance(event, MemberJoined) and event.anonymous and event.source == GUEST_SEAT
    ]
    rows = await members.standings(tx, seats) if seats else {}
    return await checkout.tally_guests(tx, [row.external_id or "" for row in rows.values()])


def _marks(tx: Tx, event: Event, orders: Mapping[OrderId, Tallied]) -> Iterable[tuple[Mark, int]]:
    if isinstance(event, OrderPaid | OrderReturned | OrderClaimed):
        return _of_order(tx, event, orders)
    if isinstance(event, MemberJoined):
        if event.anonymous:
            return []
        store_id = event.store_id or EVERY_STORE
        return _everywhere(tx, event.at, store_id, Figure.NEW, 1)
    if isinstance(event, TierUpgraded | TierDowngraded):
        return [
            (Mark(event.on, EVERY_STORE, Figure.TIER_OUT, f"{event.set_code}/{event.before}"), 1),
            (Mark(event.on, EVERY_STORE, Figure.TIER_IN, f"{event.set_code}/{event.after}"), 1),
        ]
    if figure := COUPONS.get(type(event)):
        day, template = _day(tx, getattr(event, "at", tx.now)), getattr(event, "template", "")
        return [(Mark(day, EVERY_STORE, figure, template), 1)]
    return _of_points(tx, event)


def _of_points(tx: Tx, event: Event) -> Iterable[tuple[Mark, int]]:
    figure, sign = POINTS[type(event)]
    day, book = _day(tx, getattr(event, "at", tx.now)), getattr(event, "book", "")
    points = getattr(event, "points", 0)
    moved = points if isinstance(event, booked.PointsAdjusted) else sign * abs(points)
    return [(Mark(day, EVERY_STORE, figure, book), moved)]


def _of_order(
    tx: Tx, event: OrderPaid | OrderReturned | OrderClaimed, orders: Mapping[OrderId, Tallied]
) -> Iterable[tuple[Mark, int]]:
    order = orders.get(event.order_id)
    if order is None:
        return []
    if isinstance(event, OrderReturned):
        store_id = order.store_id or EVERY_STORE
        return _everywhere(tx, event.at, store_id, Figure.REFUNDS, event.refund_minor)
    marks = list(_sold(tx, order, MEMBER, 1))
    if isinstance(event, OrderClaimed):
        marks += _sold(tx, order, GUEST, -1)
    return marks


def _sold(tx: Tx, order: Tallied, whose: str, sign: int) -> Iterable[tuple[Mark, int]]:
    hour = order.placed_at.astimezone(tx.zone).hour
    for store_id in {order.store_id or EVERY_STORE, EVERY_STORE}:
        place = order.business_on, store_id
        yield Mark(*place, Figure.SALES, whose, hour), sign * order.payable_minor
        yield Mark(*place, Figure.ORDERS, whose, hour), sign


def _everywhere(
    tx: Tx, at: datetime, store_id: StoreId, figure: Figure, amount: int
) -> Iterable[tuple[Mark, int]]:
    day, hour = _day(tx, at), at.astimezone(tx.zone).hour
    return [(Mark(day, place, figure, "", hour), amount) for place in {store_id, EVERY_STORE}]


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


async def _visit(tx: Tx, bought: Sequence[tuple[MemberId, date]]) -> None:
    """Note on which days members bought; the counts of people follow exactly, in any order."""
    if not bought:
        return
    await tx.lock([member_id for member_id, _ in bought])
    known: dict[MemberId, set[date]] = defaultdict(set)
    for row in await tx.rows(VISITS, [member_id for member_id, _ in bought]):
        known[row.member_id].add(row.day)
    fresh = sorted({(m, day) for m, day in bought if day not in known[m]})
    moved: Counter[Step] = Counter()
    for member_id in {member_id for member_id, _ in fresh}:
        before = known[member_id]
        after = before | {day for other, day in fresh if other == member_id}
        moved.update(steps(after))
        moved.subtract(steps(before))
    await tx.run(VISIT, [member_id for member_id, _ in fresh], [day for _, day in fresh])
    changed = [(name, day, step) for (name, day), step in moved.items() if step]
    await tx.run(STEP, *[[row[place] for row in changed] for place in range(3)])
