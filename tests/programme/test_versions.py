"""Versions are listed page by page, and each is found however many there are."""

from __future__ import annotations

from liuke.domains import programme
from liuke.domains.programme import DraftText, Publication
from liuke.kernel.db import Tx

MANY = 205


def draft(code: str) -> DraftText:
    return DraftText({"code": code, "name": code, "name_zh": code})


async def test_a_version_behind_two_hundred_others_is_found_and_listed(tx: Tx) -> None:
    (last,) = await programme.save(tx, [draft("zoo")])
    await programme.publish(tx, [Publication(last.id)])
    await programme.save(tx, [draft("ant")] * MANY)
    found = await programme.get_version(tx, last.id)
    assert (found.version.programme, found.version.state) == ("zoo", "live")
    first = await programme.versions(tx)
    rest = await programme.versions(tx, after=(first[-1].programme, first[-1].number), limit=200)
    assert [len(first), len(rest)] == [200, MANY + 1 - 200]
    assert [one.number for one in first + rest] == [*range(MANY, 0, -1), 1]
    assert rest[-1] == found.version
    assert [one.id for one in await programme.versions(tx, ids=[last.id])] == [last.id]
