"""When members merge, part or are erased: lists and segments follow in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members import MemberErased, MembersMerged, MembersUnmerged
from liuke.domains.segments.follow import forget, part, unite
from liuke.kernel.db import Tx
from liuke.kernel.events import within


@within(MembersMerged)
async def unite_lists(tx: Tx, events: Sequence[MembersMerged]) -> None:
    """Put who a member became in their place."""
    await unite(tx, events)


@within(MembersUnmerged)
async def part_lists(tx: Tx, events: Sequence[MembersUnmerged]) -> None:
    """Put everybody back where they were."""
    await part(tx, events)


@within(MemberErased)
async def forget_erased(tx: Tx, events: Sequence[MemberErased]) -> None:
    """Take erased members out of everything."""
    await forget(tx, [e.member_id for e in events])
