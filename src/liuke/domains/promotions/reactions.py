"""When members below become one, or two again: what they used of limited rules follows."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members import MembersMerged, MembersUnmerged
from liuke.domains.promotions.unite import part, unite
from liuke.kernel.db import Tx
from liuke.kernel.events import within


@within(MembersMerged)
async def unite_uses(tx: Tx, events: Sequence[MembersMerged]) -> None:
    """Let one who was two have each limited rule no oftener than anybody."""
    await unite(tx, [(event.member_id, event.loser_id) for event in events])


@within(MembersUnmerged)
async def part_uses(tx: Tx, events: Sequence[MembersUnmerged]) -> None:
    """Count apart again what a merge counted together."""
    await part(tx, [(event.member_id, event.loser_id) for event in events])
