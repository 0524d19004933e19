"""When something happened to members below: what they did is kept, or forgotten, with them."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.analytics.forget import forget_behaviour
from liuke.domains.members import MemberErased
from liuke.kernel.db import Tx
from liuke.kernel.events import within


@within(MemberErased)
async def forget_members(tx: Tx, events: Sequence[MemberErased]) -> None:
    """Delete what erased members did."""
    await forget_behaviour(tx, [event.member_id for event in events])
