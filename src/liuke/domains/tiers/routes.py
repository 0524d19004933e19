"""Tiers over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from liuke.domains.access import ApprovalId, Ask, require
from liuke.domains.tiers.claim import claim_rungs
from liuke.domains.tiers.events import TierRungClaimed
from liuke.domains.tiers.rungs import RungState, rung_states
from liuke.domains.tiers.set_level import set_levels
from liuke.domains.tiers.standing import Explanation, Movement, Place, explain, movements, places
from liuke.domains.tiers.values import Claim, LevelChange
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, at_counter, get, onward, place, post


class LevelChanges(Value, frozen=True):
    """Levels given or taken by hand; `cause` names the decision and counts once per member."""

    cause: str
    changes: list[LevelChange]


@get("/members/{member_id}/tiers", may="tiers.read")
async def show_places(tx: Tx, member_id: MemberId) -> list[Place]:
    """Show where a member stands in every set and what is missing to go on."""
    return await places(tx, [member_id])


@get("/members/{member_id}/tiers/{set_code}/explanation", may="tiers.read")
async def show_explanation(tx: Tx, member_id: MemberId, set_code: str) -> Explanation:
    """Say why a member stands where they do: what was counted, and every movement."""
    return await explain(tx, member_id, set_code)


@get("/members/{member_id}/tiers/{set_code}/movements", may="tiers.read")
async def list_movements(
    tx: Tx, member_id: MemberId, set_code: str, after: str | None = None, limit: Limit = 50
) -> Page[Movement]:
    """List how a member moved in a set, newest first."""
    found = await movements(tx, member_id, set_code, before=place(after, UUID), limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.id,)))


@get("/members/{member_id}/rungs", may="tiers.read")
async def show_rungs(tx: Tx, member_id: MemberId) -> list[RungState]:
    """Show the rungs of a member's ladders: reached, claimable until when, claimed."""
    return await rung_states(tx, [member_id])


@post("/tiers/levels", may="tiers.edit", key=True)
async def change_levels(
    tx: Tx, data: LevelChanges, approval_id: ApprovalId | None = None
) -> list[Place]:
    """Give or take levels by hand, all or none; those of many members need a second person."""
    members = sorted({change.member_id for change in data.changes})
    await require(tx, await _asked(tx, data, members), approval_id)
    await set_levels(tx, data.changes, cause=data.cause)
    return await places(tx, members)


async def _asked(tx: Tx, data: LevelChanges, members: Sequence[MemberId]) -> Ask:
    """Return what a second person has to know: who stands where, and would stand where."""
    sets = {change.set_code for change in data.changes}
    before = {
        f"{place.member_id} {place.set_code}": place.level
        for place in await places(tx, members)
        if place.set_code in sets
    }
    after = {f"{change.member_id} {change.set_code}": change.level for change in data.changes}
    reason = data.changes[0].reason if data.changes else ""
    return Ask(
        "tiers.edit", len(members), data, data.cause, reason, before=before, after=after
    )  # fmt: skip


@at_counter
@post("/tiers/claims", may="tiers.claim", key=True)
async def post_claims(tx: Tx, data: list[Claim]) -> list[TierRungClaimed]:
    """Claim rungs for members, all or none; what they give is given at once."""
    return await claim_rungs(tx, data)


ROUTES = [
    show_places,
    show_explanation,
    list_movements,
    show_rungs,
    change_levels,
    post_claims,
]
