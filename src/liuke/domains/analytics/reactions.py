"""When something happened to members below: what they did is kept, or forgotten, with them."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.analytics.forget import forget_behaviour
from liuke.domains.analytics.forgetting import forget_in_lake
from liuke.domains.analytics.models.kept import forget_scores
from liuke.domains.members import MemberErased, MembersMerged
from liuke.kernel.db import Tx
from liuke.kernel.events import within


@within(MemberErased)
async def forget_members(tx: Tx, events: Sequence[MemberErased]) -> None:
    """Delete what erased members did and what was estimated of them, in the lake too."""
    erased = [event.member_id for event in events]
    await forget_behaviour(tx, erased)
    await forget_scores(tx, erased)
    await forget_in_lake(tx, erased)


@within(MembersMerged)
async def forget_losers(tx: Tx, events: Sequence[MembersMerged]) -> None:
    """Drop the scores of who is no longer: the next run scores the one who is left for both."""
    await forget_scores(tx, [event.loser_id for event in events])
