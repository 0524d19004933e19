"""From when and until when points may be used is proved, whatever kind of life they have."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from liuke.domains import points
from liuke.domains.points import Because, BookSpec, Key, Movement, OrderKey
from liuke.domains.points.merge import Union, part, unite
from liuke.domains.points.reserve import Reservation, reserve
from liuke.domains.points.reverse import Reversal
from liuke.domains.points.transfer import Transfer
from liuke.domains.points.values import (
    CardYearEnd,
    FixedDates,
    Inactivity,
    Pending,
    Rolling,
    Sharing,
)
from liuke.domains.points.verify import Broken
from liuke.domains.programme import Live
from liuke.kernel.clock import RoundTo
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value
from tests import make
from tests.forgery import COLUMNS, OWNER, owner_tx, tampered
from tests.points.test_post import proven

__all__ = ["owner_tx"]

LIVE = Live.of(
    BookSpec(code="never"),
    BookSpec(code="year", expiry=Rolling(months=12, round_to=RoundTo.YEAR)),
    BookSpec(code="dates", expiry=FixedDates(dates=("06-30", "12-31"))),
    BookSpec(code="card", expiry=CardYearEnd(grace_days=30)),
    BookSpec(code="idle", expiry=Inactivity(days=60)),
    BookSpec(code="month", expiry=Rolling(days=30), transfer=Sharing.ANYONE, restore_days=5),
    BookSpec(code="later", expiry=Rolling(days=30), pending=Pending(days=7)),
    BookSpec(code="received", expiry=Rolling(days=30), pending=Pending(until="order.received")),
)
BOOKS = ("never", "year", "dates", "card", "idle", "month", "later", "received")
START = datetime(2026, 1, 5, 4, tzinfo=UTC)
CARD = Because(card_on=date(2025, 8, 1), order_id=OrderKey.new())


async def earn(tx: Tx, one: MemberId, cause: str, amount: int, *books: str) -> None:
    await points.post(tx, [Movement(one, book, cause, amount, CARD) for book in books], live=LIVE)


async def live_on(tx: Tx, one: MemberId, two: MemberId) -> None:
    """Let points of every kind of life be spent, passed on, set aside, freed and taken back."""
    tx.now = START
    await earn(tx, one, "order:1", 100, *BOOKS)
    await points.transfer(tx, [Transfer(one, two, "month", "gift", 30)], live=LIVE)
    tx.now = START + timedelta(days=10)
    await points.activate(tx, [Key(one, "received", "order:1")], live=LIVE)
    await earn(tx, one, "order:2", 50, *BOOKS)
    await earn(tx, one, "spent", -100, *(set(BOOKS) - {"month"}))
    await earn(tx, one, "all", -120, "month")
    until = tx.now + timedelta(hours=1)
    await reserve(tx, [Reservation(two, "month", "till", 7, until)], live=LIVE)
    await points.reverse(tx, [Reversal(one, "month", "back", "order:1", 80)], live=LIVE)
    await proven(tx)
    tx.now = START + timedelta(days=32)
    await points.reverse(tx, [Reversal(one, "month", "undo", "all", 60)], live=LIVE)
    await points.expire(tx, [one, two], live=LIVE)


@pytest.mark.inv("L10")
async def test_every_honest_life_is_proven(tx: Tx) -> None:
    one, two = await make.members(tx, 2)
    await live_on(tx, one, two)
    await proven(tx)
    await unite(tx, [Union(two, one, "merge:1")], live=LIVE)
    await proven(tx)
    tx.now = START + timedelta(days=40)
    await earn(tx, two, "order:3", -20, "never")
    await part(tx, [Union(two, one, "merge:1")], live=LIVE)
    await proven(tx)
    tx.now = START + timedelta(days=400)
    await points.expire(tx, [one, two], live=LIVE)
    await proven(tx)


class Row(Value, frozen=True):
    """A lot, and which others its entry opened."""

    book: str
    lot: int
    opened_by: int
    first: int
    last: int
    waiting: bool


LOTS = Sql[Row]("""
    SELECT book, lot, opened_by, MIN(lot) OVER w AS first, MAX(lot) OVER w AS last,
        pending AS waiting
    FROM points_lot
    WHERE member_id = $1::uuid
    WINDOW w AS (PARTITION BY book, opened_by)
    ORDER BY book, lot
""")
FORGERIES = {
    "lives longer": "expires_on = COALESCE(expires_on, '2026-03-01') + 300",
    "lives shorter": "expires_on = COALESCE(expires_on, '2026-03-01') - 1",
    "ends or never does": "expires_on = CASE WHEN expires_on IS NULL THEN DATE '2026-03-01' END",
    "is usable later": "available_at = COALESCE(available_at, lk_now()) + INTERVAL '1 second'",
    "was usable before": "available_at = COALESCE(available_at, lk_now()) - INTERVAL '30 days'",
    "waits, or waits for nothing": """available_at = CASE WHEN available_at IS NULL
        THEN lk_now() END""",
    "is of another day": "earned_on = earned_on - 1",
}
FREED_BY_HAND = (
    "pending = false",
    "pending = false, available_at = lk_now()",
    "pending = false, available_at = lk_now(), expires_on = '2030-01-01', freed = sha256('x')",
)


async def broken(tx: Tx) -> list[Broken]:
    return (await points.verify(tx)).broken


def names(fault: Broken, lot: Row) -> bool:
    """Tell whether a fault leads to a lot: by its number, or by the entry that opened it."""
    if (fault.promise, fault.book) != ("L10", lot.book):
        return False
    if fault.number == lot.lot and "not dated so" in fault.found:
        return True
    return fault.number == lot.opened_by and f"(lots {lot.first} to {lot.last})" in fault.found


async def forged(tx: Tx, one: MemberId, lot: Row, how: str) -> bool:
    """Tell whether a forgery of a lot is named."""
    forgery = f"UPDATE points_lot SET {how} WHERE book = '{lot.book}' AND lot = {lot.lot}"  # noqa: S608 -- of this file
    return any(names(fault, lot) for fault in await tampered(tx, one, forgery, broken))


@pytest.mark.inv("L10")
async def test_no_date_of_a_lot_is_edited_unnoticed(owner_tx: Tx) -> None:
    one, two = await make.members(owner_tx, 2)
    await live_on(owner_tx, one, two)
    await owner_tx.settle()
    await owner_tx.run(OWNER)
    for member in (one, two):
        for lot in await owner_tx.rows(LOTS, member):
            for name, how in FORGERIES.items():
                assert await forged(owner_tx, member, lot, how), (name, lot)


@pytest.mark.inv("L10")
async def test_waiting_points_are_not_made_usable_by_hand(owner_tx: Tx) -> None:
    one, two = await make.members(owner_tx, 2)
    await live_on(owner_tx, one, two)
    # So far ahead that no clock frees it meanwhile.
    owner_tx.now = datetime(2999, 1, 1, tzinfo=UTC)
    await earn(owner_tx, two, "order:9", 100, "later", "received")
    await owner_tx.settle()
    await owner_tx.run(OWNER)
    waiting = [lot for lot in await owner_tx.rows(LOTS, two) if lot.waiting]
    assert [lot.book for lot in waiting] == ["later", "received"]
    for lot in waiting:
        for how in FREED_BY_HAND:
            assert await forged(owner_tx, two, lot, how), (lot.book, how)


@pytest.mark.inv("L10")
async def test_two_lots_do_not_change_their_dates_unnoticed(owner_tx: Tx) -> None:
    one, two = await make.members(owner_tx, 2)
    owner_tx.now = START
    await earn(owner_tx, one, "order:1", 10, "month", "received")
    owner_tx.now = START + timedelta(days=1)
    await earn(owner_tx, one, "order:2", 20, "month", "received")
    await points.transfer(owner_tx, [Transfer(one, two, "month", "gift", 25)], live=LIVE)
    await points.activate(owner_tx, [Key(one, "received", "order:1")], live=LIVE)
    owner_tx.now = START + timedelta(days=2)
    await points.activate(owner_tx, [Key(one, "received", "order:2")], live=LIVE)
    await owner_tx.settle()
    await owner_tx.run(OWNER)
    for member, book in ((one, "month"), (one, "received"), (two, "month")):
        swap = f"""
            UPDATE points_lot one SET expires_on = other.expires_on,
                available_at = other.available_at, freed = other.freed
            FROM (SELECT member_id AS whose, book, lot, expires_on, available_at, freed
                FROM points_lot) other
            WHERE other.whose = one.member_id AND other.book = one.book
                AND other.lot = 3 - one.lot AND one.book = '{book}'
        """  # noqa: S608 -- of this file
        found = await tampered(owner_tx, member, swap, broken)
        lots = [lot for lot in await owner_tx.rows(LOTS, member) if lot.book == book]
        assert len(lots) == 2
        assert all(any(names(fault, lot) for fault in found) for lot in lots), (member, book)


# What the checks of the table let pass.
CHECKED = {
    "pending": "pending = NOT pending", "held": "held = remaining - held", "lot": "lot = lot + 100",
    "remaining": "remaining = remaining - 1", "freed": "freed = sha256('x')",
}  # fmt: skip


@pytest.mark.inv("L10")
async def test_no_column_of_a_lot_is_edited_unnoticed(owner_tx: Tx) -> None:
    one, two = await make.members(owner_tx, 2)
    await live_on(owner_tx, one, two)
    await owner_tx.settle()
    await owner_tx.run(OWNER)
    unnoticed = []
    for column in await owner_tx.rows(COLUMNS, "points_lot"):
        for book in ("never", "received"):
            how = CHECKED.get(column.name) or column.edited()
            forgery = f"UPDATE points_lot SET {how} WHERE book = '{book}' AND lot = 2"  # noqa: S608 -- names of the catalogue
            if not await tampered(owner_tx, one, forgery, broken):
                unnoticed.append(column.name)
    # Where a lot lies in the log is nothing that it promises.
    assert set(unnoticed) == {"xid"}
