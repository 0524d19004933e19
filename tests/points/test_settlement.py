"""Points that one store gave and another took."""

from __future__ import annotations

from datetime import UTC, date, datetime

from liuke.domains import points
from liuke.domains.points import Because, BookSpec, Movement
from liuke.domains.points.reverse import Reversal
from liuke.domains.points.settlement import HONOURED
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from tests import make


async def test_stores_settle_what_one_issued_and_another_honoured(tx: Tx) -> None:
    tx.now = datetime(2026, 3, 10, 4, tzinfo=UTC)
    await make.programme(tx, BookSpec(code="money", payable=True, value_minor_per_1000=100_000))
    (one,) = await make.members(tx)
    shoes, books = await make.store(tx, "shoes"), await make.store(tx, "books")
    at_shoes, at_books = Because(store_id=shoes), Because(store_id=books)
    await points.post(
        tx,
        [
            Movement(one, "money", "order:1", 30, at_shoes),
            Movement(one, "money", "order:2", 20, at_books),
            Movement(one, "money", "order:3", -40, at_books),
        ],
    )
    await points.reverse(tx, [Reversal(one, "money", "return:3", "order:3", 5, at_books)])
    march = {"since": date(2026, 3, 1), "until": date(2026, 4, 1)}
    found = {
        (debt.honoured.issued_by, debt.honoured.honoured_by): debt.worth_minor
        for debt in await points.settlement(tx, **march)
    }
    assert found == {(shoes, books): 3000, (books, books): 500}
    assert await points.settlement(tx, since=date(2026, 4, 1), until=date(2026, 5, 1)) == []


async def test_a_period_is_read_by_its_days_whatever_was_ever_earned(tx: Tx) -> None:
    explain = Sql[str]("EXPLAIN (FORMAT JSON) " + HONOURED.text)
    period = date(2026, 3, 1), date(2026, 4, 1)
    ((plan,),) = await tx.records(explain, tx.merchant_id, *period)
    assert "points_entry_honoured" in plan
