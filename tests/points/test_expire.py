"""The nightly work, found and done in chunks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from liuke.domains import points
from liuke.domains.points import BookSpec, Key, Movement
from liuke.domains.points.jobs import expire_points
from liuke.domains.points.reserve import Reservation
from liuke.domains.points.values import Inactivity, Pending, Rolling
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from tests import make
from tests.points.test_post import proven

LIVE = Live.of(
    BookSpec(code="month", expiry=Rolling(months=1)),
    BookSpec(code="idle", expiry=Inactivity(days=30)),
    BookSpec(code="later", pending=Pending(days=7)),
    BookSpec(code="received", pending=Pending(until="order.received"), expiry=Rolling(days=10)),
)
START = datetime(2026, 1, 31, 4, tzinfo=UTC)


async def test_each_book_ends_on_its_own_night(tx: Tx) -> None:
    tx.now = START
    members = await make.members(tx, 3)
    await points.post(tx, [Movement(m, "month", "a", 10) for m in members], live=LIVE)
    await points.post(tx, [Movement(members[0], "idle", "a", 5)], live=LIVE)
    tx.now = datetime(2026, 2, 28, 15, 59, tzinfo=UTC)
    assert await points.due(tx) == []
    tx.now = datetime(2026, 2, 28, 16, tzinfo=UTC)
    first = await points.due(tx, limit=2)
    assert first == members[:2]
    assert await points.due(tx, after=first[-1], limit=2) == members[2:]
    ended = await points.expire(tx, members, live=LIVE)
    assert sorted((e.book, e.points) for e in ended) == [("month", 10)] * 3
    assert await points.expire(tx, members, live=LIVE) == []
    await expire_points(tx, members)
    tx.now = datetime(2026, 3, 3, 4, tzinfo=UTC)
    assert await points.due(tx) == members[:1]
    assert [e.points for e in await points.expire(tx, members[:1], live=LIVE)] == [5]
    assert await points.due(tx) == []
    await proven(tx)


async def test_waiting_points_are_freed_by_the_day_or_by_the_event(tx: Tx) -> None:
    tx.now = START
    (one,) = await make.members(tx)
    movements = [Movement(one, "later", "order:1", 10), Movement(one, "received", "order:1", 7)]
    await points.post(tx, movements, live=LIVE)
    tx.now = START + timedelta(days=7)
    found = {b.book: (b.spendable, b.pending) for b in await points.balances(tx, [one])}
    assert found == {"later": (10, 0), "received": (0, 7)}
    assert await points.due(tx) == [one]
    await points.expire(tx, [one], live=LIVE)
    assert await points.due(tx) == []
    award = Key(one, "received", "order:1")
    assert await points.activate(tx, [award], live=LIVE) == 7
    assert await points.activate(tx, [award], live=LIVE) == 0
    _, received = await points.balances(tx, [one])
    assert (received.spendable, received.expires_next_on) == (7, date(2026, 2, 17))
    await proven(tx)


@pytest.mark.inv("C4")
async def test_a_reservation_is_released_exactly_once(tx: Tx) -> None:
    tx.now = START
    (one,) = await make.members(tx)
    await points.post(tx, [Movement(one, "month", "a", 10)], live=LIVE)
    hold = Reservation(one, "month", "quote:1", 6, START + timedelta(minutes=15))
    await points.reserve(tx, [hold], live=LIVE)
    await points.reserve(tx, [hold], live=LIVE)
    (balance,) = await points.balances(tx, [one])
    assert (balance.spendable, balance.held) == (4, 6)
    await proven(tx)
    key = Key(one, "month", "quote:1")
    assert await points.release(tx, [key], live=LIVE) == [key]
    assert await points.release(tx, [key], live=LIVE) == []
    await points.reserve(tx, [Reservation(one, "month", "q:2", 6, hold.expires_at)], live=LIVE)
    tx.now = hold.expires_at
    assert await points.due(tx) == [one]
    await points.expire(tx, [one], live=LIVE)
    (balance,) = await points.balances(tx, [one])
    assert (balance.spendable, balance.held) == (10, 0)
    await proven(tx)
