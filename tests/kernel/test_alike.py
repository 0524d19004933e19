"""Events told of many members at once are those that would be told one by one."""

from __future__ import annotations

from liuke.kernel.alike import emit_of_each
from liuke.kernel.db import Tx
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import decode
from tests import make

TOLD = Sql[tuple[str, str]]("""
    SELECT body::text, member_id || actor || at FROM kernel_event
    WHERE kind = 'hand.waved' ORDER BY member_id, body ->> 'word'
""")


class HandWaved(Event, frozen=True):
    """A member waved."""

    member_id: MemberId
    word: str


async def test_events_of_many_are_those_told_one_by_one(tx: Tx) -> None:
    ids = sorted(await make.members(tx, 3))
    tx.emit(*(HandWaved(one, 'it\'s "a" {b}') for one in ids))
    await tx.settle()
    await emit_of_each(tx, HandWaved(ids[0], 'it\'s "b" {b}'), ids)

    told = await tx.records(TOLD)

    bodies = [decode(body, HandWaved) for body, _ in told]
    assert [one.member_id for one in bodies] == [one for one in ids for _ in range(2)]
    assert {one.word for one in bodies} == {'it\'s "a" {b}', 'it\'s "b" {b}'}
    columns = [about for _, about in told]
    assert columns[0::2] == columns[1::2]
