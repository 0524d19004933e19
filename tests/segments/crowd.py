"""A small crowd to ask questions of."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from uuid import UUID

from liuke.domains import members, segments
from liuke.domains.members import Enrolment
from liuke.domains.segments import Segment, SegmentStepped, Wish
from liuke.kernel.conditions import AllOf, Condition, FactIs, InSegment, Not, Op
from liuke.kernel.db import Tx
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId
from liuke.kernel.jobs.run import raced
from liuke.kernel.rows import Sql
from tests.conftest import Shop

VIP = FactIs("tag", Op.HAS, "vip")
NEW = FactIs("tag", Op.HAS, "new")
NEITHER = AllOf((Not(VIP), Not(NEW)))


async def people(tx: Tx, *tags: str) -> list[MemberId]:
    """Enrol one member for each text, tagged with its words."""
    wishes = [
        Enrolment(source="crm", external_id=str(n), tags=tuple(words.split()))
        for n, words in enumerate(tags)
    ]
    return [row.member_id for row in await members.enrol(tx, wishes)]


async def live(tx: Tx, code: str, tree: Condition) -> Segment:
    """Make a live segment."""
    return await segments.make(tx, Wish(code, code, code, tree))


async def evaluate(tx: Tx, *codes: str, members_max: int = 5_000) -> None:
    """Do what the worker does, until nothing is left to do."""
    seen = len(tx.events)
    await segments.begin(tx, codes)
    while waiting := [one for one in tx.events[seen:] if isinstance(one, SegmentStepped)]:
        seen = len(tx.events)
        for event in waiting:
            await segments.step(tx, event, members_max=members_max)


async def inside(tx: Tx, code: str) -> set[MemberId]:
    """Return who is in by the last evaluation."""
    return set(await segments.members_in(tx, code, above=MemberId(bytes(16)), limit=1_000))


def told(events: Sequence[Event], kind: type[Event]) -> list[tuple[str, MemberId]]:
    """Return segment and member of the events of a kind, in order of member."""
    found = [one for one in events if type(one) is kind]
    return sorted((getattr(one, "segment"), getattr(one, "member_id")) for one in found)  # noqa: B009 - two kinds


LOGGED = Sql[str]("""
    SELECT kind || ' ' || member_id FROM kernel_event
    WHERE kind IN ('segment.entered', 'segment.left') ORDER BY kind, member_id
""")


WRITTEN = Sql[tuple[str, UUID]]("""
    SELECT body ->> 'segment', member_id FROM kernel_event WHERE kind = $1 ORDER BY 1, 2
""")


async def written(tx: Tx, kind: type[Event]) -> list[tuple[str, MemberId]]:
    """Return segment and member of the events of a kind in the log, in order of member."""
    rows = await tx.records(WRITTEN, kind.kind())
    return [(code, MemberId(one.bytes)) for code, one in rows]


async def logged(tx: Tx) -> list[str]:
    """Return every change that was told, kind and member, in order."""
    return await tx.rows(LOGGED)


async def stepping(shop: Shop, code: str, *, members_max: int, crash: bool = False) -> None:
    """Do what a worker does, each step in a transaction of its own; one may die at every step."""
    async with shop.begin() as tx:
        await segments.begin(tx, [code])
        waiting = [e for e in tx.events if isinstance(e, SegmentStepped)]
    while waiting:
        if crash:
            await dying(shop, waiting[0], members_max)
        waiting = await raced(partial(stepped, shop, waiting[0], members_max))


async def stepped(shop: Shop, event: SegmentStepped, members_max: int) -> list[SegmentStepped]:
    """Do one step and return the next; whoever loses a race does it again, as a worker would."""
    async with shop.begin() as tx:
        await segments.step(tx, event, members_max=members_max)
        return [e for e in tx.events if isinstance(e, SegmentStepped)]


class Killed(Exception):
    """The worker is gone before it commits."""


async def dying(shop: Shop, event: SegmentStepped, members_max: int) -> None:
    with suppress(Killed):
        async with shop.begin() as tx:
            await segments.step(tx, event, members_max=members_max)
            raise Killed


async def touching(shop: Shop, crowd: list[MemberId]) -> None:
    async def touched(at: int) -> None:
        async with shop.begin() as tx:
            await segments.touch(tx, crowd[at : at + 4])

    for at in range(0, len(crowd), 4):
        await raced(partial(touched, at))


__all__ = [
    "NEITHER", "NEW", "VIP", "AllOf", "FactIs", "InSegment", "Not", "Op", "evaluate", "inside",
    "live", "logged", "people", "stepping", "told", "touching", "written",
]  # fmt: skip
