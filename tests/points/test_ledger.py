"""A member's ledger, page by page, with the lots behind every spend."""

from __future__ import annotations

import pytest

from liuke.domains import points
from liuke.domains.points import Because, BookSpec, Movement
from liuke.domains.points.ledger import entries_of, ledger, lots
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from liuke.kernel.problems import InvalidField
from tests import make

LIVE = Live.of(BookSpec(code="stars"))


async def test_pages_follow_each_other_and_explain_themselves(tx: Tx) -> None:
    (one,) = await make.members(tx)
    earned = [
        Movement(one, "stars", f"order:{n}", 10, Because(reason=("每 1 元 1 分",)))
        for n in range(3)
    ]
    await points.post(tx, [*earned, Movement(one, "stars", "gift", -15)], live=LIVE)
    first = await ledger(tx, one, book="stars", limit=3)
    rest = await ledger(tx, one, book="stars", limit=3, after=first.after)
    spend = first.items[0]
    assert [(p.lot, p.points) for p in spend.parts] == [(1, 10), (2, 5)]
    assert first.items[1].entry.reason == ["每 1 元 1 分"]
    assert [line.entry.seq for line in first.items + rest.items] == [4, 3, 2, 1]
    assert rest.after is None
    open_lots = await lots(tx, one, book="stars", limit=1)
    more = await lots(tx, one, book="stars", limit=5, after=open_lots.after)
    assert [lot.remaining for lot in open_lots.items + more.items] == [5, 10]
    with pytest.raises(InvalidField):
        await ledger(tx, one, book="stars", after="zz")


async def test_the_export_holds_every_entry(tx: Tx) -> None:
    one, two = await make.members(tx, 2)
    await points.post(tx, [Movement(one, "stars", "a", 10)], live=LIVE)
    found = await entries_of(tx, [one, two])
    assert [(e.cause, e.points) for e in found[one]] == [("a", 10)]
    assert two not in found
