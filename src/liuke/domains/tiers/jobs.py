"""What the tiers do every day: let time pass, then give what it brings; and to their counts."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.tiers.census import fold_census
from liuke.domains.tiers.close import close, due
from liuke.domains.tiers.follow import place, unplaced
from liuke.domains.tiers.gifts import give_due, holders
from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.jobs import daily, regular

FOLD_SECONDS = 20


@daily("tiers.place", after="00:40", members=unplaced)
async def place_members(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Place who was a member before a set went live."""
    await place(tx, member_ids)


@daily("tiers.close", after="01:00", members=due)
async def close_periods(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """End periods and graces, let progress fade, adopt new versions."""
    await close(tx, member_ids)


@daily("tiers.gifts", after="06:00", members=holders)
async def give_gifts(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Give monthly, birthday and anniversary gifts."""
    await give_due(tx, member_ids)


@regular("tiers.census", seconds=FOLD_SECONDS)
async def fold_steps(database: Database, merchant_id: MerchantId) -> None:
    """Keep the steps of the census few, so that reading it stays quick."""
    async with begin(database, system(merchant_id, "tiers.census")) as tx:
        await fold_census(tx)
