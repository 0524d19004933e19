"""When members below become one, or two again: their running sums follow."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.checkout.sums import open_sums, redate, save_sums
from liuke.domains.members import MembersMerged, MembersUnmerged
from liuke.kernel.db import Tx
from liuke.kernel.events import within


@within(MembersMerged)
async def unite_sums(tx: Tx, events: Sequence[MembersMerged]) -> None:
    """Count what the losers bought for their winners too; the losers' own sums stay."""
    sums = await open_sums(tx, sorted({m for e in events for m in (e.member_id, e.loser_id)}))
    for event in events:
        sums.add(event.member_id, sums.of(event.loser_id))
    await save_sums(tx, sums)


@within(MembersUnmerged)
async def part_sums(tx: Tx, events: Sequence[MembersUnmerged]) -> None:
    """Take back from the winners what a merge counted, less what came back since."""
    sums = await open_sums(tx, sorted({m for e in events for m in (e.member_id, e.loser_id)}))
    for event in events:
        sums.subtract(event.member_id, sums.of(event.loser_id))
    await save_sums(tx, sums)
    await redate(tx, sorted({m for e in events for m in (e.member_id, e.loser_id)}))
