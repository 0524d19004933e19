"""Tiers over HTTP."""

from __future__ import annotations

from uuid import UUID

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
async def change_levels(tx: Tx, data: LevelChanges) -> list[Place]:
    """Give or take levels by hand, all or none, and show where their members stand now."""
    await set_levels(tx, data.changes, cause=data.cause)
    return await places(tx, sorted({change.member_id for change in data.changes}))


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
