"""Home: a period of the shop beside a comparable one, from daily figures and kept sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from liuke.domains import access, coupons, points, tiers
from liuke.domains.desk.rules import share_bp, spans
from liuke.domains.desk.shown import (
    BookMoved,
    CouponsMoved,
    Home,
    Numbers,
    OnLevel,
    SoldAt,
    SoldOn,
    Waiting,
)
from liuke.domains.desk.values import (
    DAYS,
    EVERY_STORE,
    FOLDING,
    GUEST,
    MEMBER,
    Figure,
    Period,
    Span,
)
from liuke.kernel.clock import day_end
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.jobs import Queue, queues
from liuke.kernel.rows import Sql
from liuke.kernel.scope import check_stores
from liuke.kernel.values import Value

SOON_DAYS = 7
APPROVALS_MAX = 100


class Day(Value, frozen=True):
    """The sum of one figure's part on one day, all hours or up to one."""

    day: date
    figure: Figure
    part: str
    value: int


class Hour(Value, frozen=True):
    """What was sold in one hour of a day."""

    day: date
    hour: int
    value: int


class People(Value, frozen=True):
    """How many members a count of people had on a day."""

    day: date
    figure: str
    members: int


DAILY = Sql[Day]("""
    SELECT day, figure, part, SUM(value)::bigint AS value
    FROM desk_daily
    WHERE store_id = ANY ($1::uuid[]) AND day BETWEEN $2::date AND $3::date
        AND (day < $3::date OR hour <= $4)
    GROUP BY day, figure, part
""")
HOURS = Sql[Hour]("""
    SELECT day, hour, SUM(value)::bigint AS value
    FROM desk_daily
    WHERE store_id = ANY ($1::uuid[]) AND day = ANY ($2::date[]) AND figure = 'sales'
    GROUP BY day, hour
    ORDER BY day, hour
""")
# One look per place: the newest day with orders that were not called off.
LAST_SALE = Sql[date]("""
    SELECT d.day
    FROM UNNEST($1::uuid[]) AS place (store_id)
    CROSS JOIN LATERAL (
        SELECT day FROM desk_daily
        WHERE store_id = place.store_id AND figure = 'orders' AND value > 0
        ORDER BY day DESC LIMIT 1
    ) d
    ORDER BY d.day DESC
    LIMIT 1
""")
PEOPLE = Sql[People]("""
    SELECT asked.day, s.figure, SUM(s.step)::bigint AS members
    FROM UNNEST($1::date[]) AS asked (day)
    JOIN desk_step s ON s.day <= asked.day
    GROUP BY asked.day, s.figure
""")


Sums = Mapping[tuple[Figure, str], int]


async def home(
    tx: Tx, period: Period, store_id: StoreId | None = None, on: date | None = None
) -> Home:
    """Return the first page of a period, of one store or of all that the actor works for.

    The period ends today, or with the whole of an earlier day `on`.

    Raises:
        OutsideStores: the store is not the actor's.
    """
    if store_id is not None:
        check_stores(tx.actor, [store_id])
    own = [EVERY_STORE] if tx.actor.stores is None else list(tx.actor.stores)
    places = own if store_id is None else [store_id]
    whole = places == [EVERY_STORE]
    now, before = spans(period, *_end(tx, on))
    rows, earlier = await _daily(tx, places, now), await _daily(tx, places, before)
    people = await _people(tx, [now.until_on, before.until_on]) if whole else {}
    sums, jobs = summed(rows), await queues(tx)
    return Home(
        period=period,
        now_span=now,
        before_span=before,
        as_of=_as_of(tx, jobs),
        now=numbers(sums, people, now.until_on, period),
        before=numbers(summed(earlier), people, before.until_on, period),
        days=_trend(rows, now),
        hours=await _hours(tx, places, now.until_on, before.until_on),
        points=_books(sums) if whole else None,
        outstanding=await points.outstanding(tx) if whole else None,
        coupons=await _coupons(tx, sums) if whole else None,
        levels=await _levels(tx, sums) if whole else None,
        waiting=await _waiting(tx, jobs),
        last_sale_on=await _last_sale(tx, places, rows),
    )


def _end(tx: Tx, on: date | None) -> tuple[date, int]:
    """Return the last day of the period and its last hour: an earlier day is whole."""
    if on is not None and on < tx.today:
        return on, 23
    return tx.today, tx.now.astimezone(tx.zone).hour


async def _last_sale(tx: Tx, places: Sequence[StoreId], rows: Sequence[Day]) -> date | None:
    """Return the last day on which anything was sold; asked only where the period has none."""
    if sold := [row.day for row in rows if row.figure is Figure.ORDERS and row.value > 0]:
        return max(sold)
    days = await tx.rows(LAST_SALE, list(places))
    return days[0] if days else None


async def _daily(tx: Tx, places: Sequence[StoreId], span: Span) -> list[Day]:
    return await tx.rows(DAILY, list(places), span.since_on, span.until_on, span.until_hour)


async def _people(tx: Tx, days: Sequence[date]) -> dict[tuple[date, str], int]:
    return {(row.day, row.figure): row.members for row in await tx.rows(PEOPLE, list(days))}


def _as_of(tx: Tx, jobs: Sequence[Queue]) -> datetime:
    """Return up to when figures are complete: the oldest event still to be folded, or now."""
    waiting = (queue.oldest_at for queue in jobs if queue.name == FOLDING)
    return min((at for at in waiting if at is not None), default=tx.now)


def summed(rows: Iterable[Day]) -> Sums:
    """Add days up by figure and part."""
    found: dict[tuple[Figure, str], int] = defaultdict(int)
    for row in rows:
        found[row.figure, row.part] += row.value
    return found


def numbers(
    sums: Sums, people: Mapping[tuple[date, str], int], on: date, period: Period
) -> Numbers:
    """Put a period's sums together; a share without a base is null."""
    member, guest = sums.get((Figure.SALES, MEMBER), 0), sums.get((Figure.SALES, GUEST), 0)
    orders = sums.get((Figure.ORDERS, MEMBER), 0)
    buyers = people.get((on, "active_90"), 0) if people else None
    repeat = people.get((on, "repeat_90"), 0) if people else None
    return Numbers(
        sales_minor=member + guest,
        refund_minor=sums.get((Figure.REFUNDS, ""), 0),
        orders=orders + sums.get((Figure.ORDERS, GUEST), 0),
        member_minor=member,
        member_orders=orders,
        member_share_bp=share_bp(member, member + guest),
        new_members=sums.get((Figure.NEW, ""), 0),
        active_members=people.get((on, f"active_{DAYS[period]}"), 0) if people else None,
        buyers_90=buyers,
        repeat_90=repeat,
        repurchase_bp=share_bp(repeat or 0, buyers or 0),
    )


def _trend(rows: Sequence[Day], span: Span) -> list[SoldOn]:
    by_day: dict[date, list[Day]] = defaultdict(list)
    for row in rows:
        by_day[row.day].append(row)
    count = (span.until_on - span.since_on).days + 1
    days = [span.since_on + timedelta(days=place) for place in range(count)]
    return [_sold_on(day, summed(by_day[day])) for day in days]


def _sold_on(on: date, sums: Sums) -> SoldOn:
    member, guest = sums.get((Figure.SALES, MEMBER), 0), sums.get((Figure.SALES, GUEST), 0)
    orders = sums.get((Figure.ORDERS, MEMBER), 0) + sums.get((Figure.ORDERS, GUEST), 0)
    return SoldOn(on, member + guest, member, orders, sums.get((Figure.NEW, ""), 0))


async def _hours(tx: Tx, places: Sequence[StoreId], today: date, other: date) -> list[SoldAt]:
    rows = await tx.rows(HOURS, list(places), [today, other])
    sold = {(row.day, row.hour): row.value for row in rows}
    return [
        SoldAt(hour, sold.get((today, hour), 0), sold.get((other, hour), 0))
        for hour in sorted({row.hour for row in rows})
    ]


def _books(sums: Sums) -> list[BookMoved]:
    kinds = (Figure.POINTS_ISSUED, Figure.POINTS_USED, Figure.POINTS_EXPIRED)
    books = sorted({part for figure, part in sums if figure in kinds})
    return [BookMoved(book, *(sums.get((kind, book), 0) for kind in kinds)) for book in books]


async def _coupons(tx: Tx, sums: Sums) -> CouponsMoved:
    kinds = (Figure.COUPONS_ISSUED, Figure.COUPONS_USED, Figure.COUPONS_EXPIRED)
    issued, used, expired = (
        sum(n for (figure, _), n in sums.items() if figure is kind) for kind in kinds
    )
    soon = day_end(tx.today + timedelta(days=SOON_DAYS), tx.zone)
    return CouponsMoved(issued, used, expired, await coupons.ending(tx, soon))


async def _levels(tx: Tx, sums: Sums) -> list[OnLevel]:
    return [
        OnLevel(
            row.set_code, row.level, row.members,
            sums.get((Figure.TIER_IN, f"{row.set_code}/{row.level}"), 0),
            sums.get((Figure.TIER_OUT, f"{row.set_code}/{row.level}"), 0),
        )
        for row in await tiers.census(tx)
    ]  # fmt: skip


async def _waiting(tx: Tx, jobs: Sequence[Queue]) -> Waiting:
    asked = await access.search_approvals(tx, state="pending", limit=APPROVALS_MAX)
    living = [one for one in asked if one.expires_at > tx.now]
    return Waiting(len(living), sum(queue.held for queue in jobs))
