"""What the tiers do every day: let time pass, then give what it brings."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.tiers.close import close, due
from liuke.domains.tiers.gifts import give_due, holders
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.jobs import daily


@daily("tiers.close", after="01:00", members=due)
async def close_periods(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """End periods and graces, let progress fade, adopt new versions."""
    await close(tx, member_ids)


@daily("tiers.gifts", after="06:00", members=holders)
async def give_gifts(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Give monthly, birthday and anniversary gifts."""
    await give_due(tx, member_ids)
