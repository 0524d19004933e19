"""When something happened below: gifts are done, points and cards count."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members import (
    CardIssued,
    CardRenewed,
    MemberErased,
    MemberJoined,
    MembersMerged,
    MembersUnmerged,
    cards,
)
from liuke.domains.points import PointsAdjusted, PointsAwarded, PointsClawedBack
from liuke.domains.tiers import follow, gifts
from liuke.domains.tiers.census import leave
from liuke.domains.tiers.earned import Earned, lost
from liuke.domains.tiers.events import (
    TierGiftUndone,
    TierGranted,
    TierRungClaimed,
    TierRungUndone,
)
from liuke.domains.tiers.follow import Carded
from liuke.domains.tiers.merge import Union, part, unite
from liuke.kernel.db import Tx
from liuke.kernel.events import within


@within(TierGranted)
async def do_granted(tx: Tx, events: Sequence[TierGranted]) -> None:
    """Do what gifts promise, in the transaction that gives them."""
    await gifts.do_gifts(tx, events)


@within(TierRungClaimed)
async def do_claimed(tx: Tx, events: Sequence[TierRungClaimed]) -> None:
    """Do what rungs promise, in the transaction that claims them."""
    await gifts.do_gifts(tx, events)


@within(TierGiftUndone)
async def undo_granted(tx: Tx, events: Sequence[TierGiftUndone]) -> None:
    """Take back the gifts of steps that a return undid."""
    await gifts.undo_gifts(tx, events)


@within(TierRungUndone)
async def undo_claimed(tx: Tx, events: Sequence[TierRungUndone]) -> None:
    """Take back what rungs gave that a return took away."""
    await gifts.undo_gifts(tx, events)


@within(PointsAwarded)
async def count_awarded(tx: Tx, events: Sequence[PointsAwarded]) -> None:
    """Count points earned elsewhere than at the till."""
    await follow.points(
        tx, [Earned(e.member_id, e.book, e.points, e.cause, e.at, e.counts_on) for e in events]
    )


@within(PointsAdjusted)
async def count_adjusted(tx: Tx, events: Sequence[PointsAdjusted]) -> None:
    """Count corrections that count as earned."""
    await follow.points(
        tx,
        [
            Earned(e.member_id, e.book, e.points, e.cause, e.at, e.counts_on)
            for e in events
            if e.counts_on is not None
        ],
    )


@within(PointsClawedBack)
async def count_clawed_back(tx: Tx, events: Sequence[PointsClawedBack]) -> None:
    """Take back what awards undone elsewhere than at the till had counted."""
    await follow.points(tx, [lost(event) for event in events])


@within(CardIssued)
async def open_by_card(tx: Tx, events: Sequence[CardIssued]) -> None:
    """Anchor card years and open the levels a card opens."""
    await follow.cards(
        tx,
        [Carded(e.member_id, f"card:{e.card_id}", e.plan, e.card_on, e.expires_on) for e in events],
    )


@within(CardRenewed)
async def wake_by_card(tx: Tx, events: Sequence[CardRenewed]) -> None:
    """Wake the levels that waited for a renewal."""
    held = await cards(tx, sorted({e.member_id for e in events}))
    plans = {card.id: card.plan for card in held}
    await follow.cards(
        tx,
        [
            Carded(
                e.member_id,
                f"card:{e.card_id}/{e.expires_on}",
                plans[e.card_id],
                None,
                e.expires_on,
            )
            for e in events
        ],
    )


@within(MembersMerged)
async def unite_standings(tx: Tx, events: Sequence[MembersMerged]) -> None:
    """Make the standings of merged members one."""
    await unite(tx, [Union(e.member_id, e.loser_id, f"merge:{e.merge_id}") for e in events])


@within(MembersUnmerged)
async def part_standings(tx: Tx, events: Sequence[MembersUnmerged]) -> None:
    """Give back what a merge counted together."""
    await part(tx, [Union(e.member_id, e.loser_id, f"merge:{e.merge_id}") for e in events])


@within(MemberErased)
async def forget_erased(tx: Tx, events: Sequence[MemberErased]) -> None:
    """Count erased members on no level."""
    await leave(tx, [e.member_id for e in events])


@within(MemberJoined)
async def place_joined(tx: Tx, events: Sequence[MemberJoined]) -> None:
    """Place new members on the levels that are open to everyone."""
    await follow.joins(tx, [(e.member_id, e.at) for e in events if not e.anonymous])
