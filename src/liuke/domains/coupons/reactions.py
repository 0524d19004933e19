"""When members below become one, or two again: their coupons follow."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.merge import Union, part, unite
from liuke.domains.members import MembersMerged, MembersUnmerged
from liuke.kernel.db import Tx
from liuke.kernel.events import within


@within(MembersMerged)
async def unite_coupons(tx: Tx, events: Sequence[MembersMerged]) -> None:
    """Give the winners what the losers hold."""
    await unite(tx, [Union(e.member_id, e.loser_id, f"merge:{e.merge_id}") for e in events])


@within(MembersUnmerged)
async def part_coupons(tx: Tx, events: Sequence[MembersUnmerged]) -> None:
    """Give back what a merge moved."""
    await part(tx, [Union(e.member_id, e.loser_id, f"merge:{e.merge_id}") for e in events])
