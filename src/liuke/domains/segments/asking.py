"""Ask questions of members: decided, counted, listed, whatever engine answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from liuke.domains import analytics
from liuke.domains.segments.events import SegmentEntered, SegmentLeft
from liuke.domains.segments.find import written_out
from liuke.kernel import crowds
from liuke.kernel.census import NodeCount, compiled, counts, waterfall
from liuke.kernel.clock import business_date
from liuke.kernel.conditions import AllOf, Condition
from liuke.kernel.crowds import SHARES, fitting, judged, kept, ranged, sized, tallied
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.portable import given
from liuke.kernel.rows import Sql
from liuke.kernel.windows import When

FIRST = MemberId.first()
# More members than these are asked about in the lake, counted and evaluated.
EXACT_MAX = 200_000
LOOKED_AT = 100_000
# Evaluations tell of many members, and no question asks a live segment by who is kept in it.
OWN = (SegmentEntered.kind(), SegmentLeft.kind())
KEPT = "segments_member"


class Looked(NamedTuple):
    """A stretch of members in id order, and who of them fits."""

    members: list[MemberId]
    fit: set[MemberId]


class Differing(NamedTuple):
    """Whose place is not what the lake says: ids in order, sixteen bytes each; as of when."""

    ids: bytes
    as_of: datetime
    cut: analytics.Cut


class Counted(NamedTuple):
    """How many people there are, and how many each node fits alone and leaves; as of when.

    Not exact where a fair sample was counted and scaled.
    """

    people: int
    nodes: dict[str, NodeCount]
    as_of: datetime
    exact: bool


def _when(tx: Tx, at: datetime | None = None) -> When:
    instant = at or tx.now
    return When(business_date(instant, tx.zone), instant, str(tx.zone))


async def _rows(
    tx: Tx,
    question: tuple[Sql[Any], list[Any]],
    when: When,
    stores: Sequence[StoreId] | None,
    *own: Any,
) -> list[tuple[Any, ...]]:
    sql, bound = question
    fixed = tx.merchant_id, when.today, when.now, stores, *own
    return await tx.records(sql, *fixed, *given(bound, when))


async def decide(
    tx: Tx, trees: Sequence[Condition], member_ids: Sequence[MemberId]
) -> dict[MemberId, list[bool]]:
    """Return a verdict for each question, by member; who is no member now is missing.

    Raises:
        UnknownSegment: a question asks a segment that does not exist.
    """
    if not member_ids or not trees:
        return {}
    question = judged(await written_out(tx, trees))
    rows = await _rows(tx, question, _when(tx), None, list(member_ids), None, None)
    return {MemberId.of(row[0]): list(row[1:]) for row in rows}


async def look(tx: Tx, tree: Condition, *, above: MemberId, limit: int, at: datetime) -> Looked:
    """Decide a question for the next members in id order, as of an instant.

    Raises:
        UnknownSegment: the question asks a segment that does not exist.
    """
    (whole,) = await written_out(tx, [tree])
    rows = await _rows(tx, ranged(whole), _when(tx, at), None, None, above, limit)
    ids = [MemberId.of(row[0]) for row in rows]
    return Looked(ids, {one for one, row in zip(ids, rows, strict=True) if row[1]})


async def fit(
    tx: Tx,
    tree: Condition,
    *,
    above: MemberId = FIRST,
    limit: int | None = None,
    stores: Sequence[StoreId] | None = None,
) -> list[MemberId]:
    """Return who fits a question, in id order.

    Raises:
        UnknownSegment: the question asks a segment that does not exist.
    """
    (whole,) = await written_out(tx, [tree])
    rows = await _rows(tx, fitting(whole), _when(tx), stores, None, above, limit)
    return [MemberId.of(row[0]) for row in rows]


async def keep(tx: Tx, code: str, tree: Condition) -> None:
    """Put whoever fits a question on a new list: in one statement, however many they are.

    Raises:
        UnknownSegment: the question asks a segment that does not exist.
    """
    (whole,) = await written_out(tx, [tree])
    await _rows(tx, kept(whole, KEPT), _when(tx), None, code, None, None)


async def count(tx: Tx, tree: Condition, *, stores: Sequence[StoreId] | None = None) -> Counted:
    """Count whom each node of a question fits: here, above 200,000 members in the lake.

    Without a lake, so many are counted by a fair sample, scaled.

    Raises:
        UnknownSegment: the question asks a segment that does not exist.
    """
    (whole,) = await written_out(tx, [tree])
    people = await _people(tx, stores)
    if people <= EXACT_MAX:
        sql, asked = tallied(whole, _when(tx), stores)
        (row,) = await tx.records(sql, *asked.given)
        found, nodes = asked.tally(row)
        return Counted(found, {one.node: one for one in nodes}, tx.now, exact=True)
    try:
        return await _in_lake(tx, whole, stores)
    except analytics.LakeUnavailable:
        return await _sampled(tx, whole, stores, people)


async def many(tx: Tx) -> bool:
    """Say whether there are more members than are gone through one by one."""
    return await _people(tx, None) > EXACT_MAX


async def _people(tx: Tx, stores: Sequence[StoreId] | None) -> int:
    ((people,),) = await _rows(tx, sized([]), _when(tx), stores, None, None, SHARES)
    return int(people)


async def differing(
    tx: Tx, code: str, tree: Condition, *, above: MemberId, limit: int
) -> Differing:
    """Ask the lake, brought to now, who would enter or leave a segment: one question.

    Raises:
        Contended: somebody else has been writing the lake for too long.
        FolderUnwritable: its folder takes no more.
        LakeMovedOn: a file was deleted meanwhile.
        LakeUnavailable: this process has no lake.
        QuestionRefused: the lake cannot answer this.
        QuestionTooLarge: it takes too much time or memory.
        UnknownSegment: the question asks a segment that does not exist.
    """
    await analytics.freshen(tx.merchant_id)
    lake = await analytics.opened(tx)
    (whole,) = await written_out(tx, [tree])
    asked = compiled(whole, "duckdb", _when(tx, lake.as_of))
    assert isinstance(asked.given, Mapping), "DuckDB binds by name"
    given = {**asked.given, "kept": code, "above": above}
    found = await lake.ask(crowds.differing(asked, KEPT, limit), given)
    return Differing(b"".join(row[0] for row in found.rows), lake.as_of, lake.cut)


async def missed(
    tx: Tx, tree: Condition, cut: analytics.Cut, *, above: MemberId, limit: int
) -> bytes:
    """Return whom the lake at a cut does not know as they are, of what a question asks.

    Raises:
        UnknownSegment: the question asks a segment that does not exist.
    """
    (whole,) = await written_out(tx, [tree])
    words = set(re.findall(r"\w+", compiled(whole, "duckdb", _when(tx)).sql)) - {KEPT}
    return await analytics.missed(tx, cut, words, untold=OWN, above=above, limit=limit)


async def _in_lake(tx: Tx, whole: Condition, stores: Sequence[StoreId] | None) -> Counted:
    lake = await analytics.opened(tx)
    asked = counts(whole, "duckdb", _when(tx, lake.as_of), stores=stores)
    assert isinstance(asked.given, Mapping), "DuckDB binds by name"
    (row,) = (await lake.ask(asked.sql, asked.given)).rows
    people, nodes = asked.tally(row)
    return Counted(people, {one.node: one for one in nodes}, lake.as_of, exact=True)


async def _sampled(
    tx: Tx, whole: Condition, stores: Sequence[StoreId] | None, people: int
) -> Counted:
    share = max(1, SHARES * LOOKED_AT // people)
    rows = [(name, node, before) for name, node, before in waterfall(whole)]
    trees = [tree for _, node, before in rows for tree in (node, AllOf((before, node)))]
    (row,) = await _rows(tx, sized(trees), _when(tx), stores, None, None, share)
    scaled = [found * SHARES // share for found in row[1:]]
    names = [name for name, _, _ in rows]
    nodes = map(NodeCount, names, scaled[::2], scaled[1::2])
    return Counted(people, {one.node: one for one in nodes}, tx.now, exact=False)
