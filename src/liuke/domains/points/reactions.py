"""When something happened to members below: their books follow."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members import CardIssued, MembersMerged, MembersUnmerged
from liuke.domains.points.card_dates import set_card_dates
from liuke.domains.points.events import PointsClawedBack, PointsRestored
from liuke.domains.points.forward import forward
from liuke.domains.points.merge import Union, part, unite
from liuke.kernel.db import Tx
from liuke.kernel.events import within


@within(CardIssued)
async def start_card_years(tx: Tx, events: Sequence[CardIssued]) -> None:
    """Let books that live by card years know when they begin."""
    await set_card_dates(tx, {event.member_id: event.card_on for event in events})


@within(MembersMerged)
async def unite_books(tx: Tx, events: Sequence[MembersMerged]) -> None:
    """Make the books of merged members one."""
    await unite(tx, [Union(e.member_id, e.loser_id, f"merge:{e.merge_id}") for e in events])


@within(MembersUnmerged)
async def part_books(tx: Tx, events: Sequence[MembersUnmerged]) -> None:
    """Give back what a merge moved."""
    await part(tx, [Union(e.member_id, e.loser_id, f"merge:{e.merge_id}") for e in events])


@within(PointsClawedBack)
async def forward_claw_backs(tx: Tx, events: Sequence[PointsClawedBack]) -> None:
    """Let who a merged member stands for answer for their returns."""
    await forward(tx, [(event.member_id, event.book, event.seq) for event in events])


@within(PointsRestored)
async def forward_restored(tx: Tx, events: Sequence[PointsRestored]) -> None:
    """Let who a merged member stands for have what comes back to them."""
    await forward(tx, [(event.member_id, event.book, event.seq) for event in events])
