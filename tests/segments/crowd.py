"""A small crowd to ask questions of."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import members, segments
from liuke.domains.members import Enrolment
from liuke.domains.segments import Segment, SegmentStepped, Wish
from liuke.kernel.conditions import AllOf, Condition, FactIs, InSegment, Not, Op
from liuke.kernel.db import Tx
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId

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


__all__ = [
    "NEITHER", "NEW", "VIP", "AllOf", "FactIs", "InSegment", "Not", "Op", "evaluate", "inside",
    "live", "people", "told",
]  # fmt: skip
