"""Where a member stands, what is missing, and the rungs they may take."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from liuke.domains import programme, tiers
from liuke.domains.members.own import member_of
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, Repeat, get, onward, place, post


class RungWish(Value, frozen=True):
    """A rung to take; `period_on` is any day of its period, today unless told."""

    set_code: str
    rung: str
    period_on: date | None = None


class Step(Value, frozen=True):
    """A level of a set as a member sees it; `from_amount` of what is counted opens it."""

    level: str
    name: str
    name_zh: str
    colour: str
    from_amount: int | None
    benefits: tuple[tiers.Benefit, ...]


@get("/m/tiers", may="members.self")
async def list_my_places(tx: Tx) -> list[tiers.Place]:
    """Return where I stand in every set: level, colour, what is missing to climb and to keep."""
    return await tiers.places(tx, [member_of(tx)])


@get("/m/tiers/{set_code}/levels", may="members.self")
async def list_levels(tx: Tx, set_code: str) -> list[Step]:
    """List the levels of a set from the lowest up; none when no live programme has it."""
    spec = (await programme.live(tx)).get(tiers.TierSet, set_code)
    return [
        Step(
            level.code, level.name, level.name_zh or level.name, level.colour,
            level.entry_threshold, level.benefits,
        )
        for level in (spec.levels if spec else ())
    ]  # fmt: skip


@get("/m/tiers/{set_code}/explanation", may="members.self")
async def show_my_explanation(tx: Tx, set_code: str) -> tiers.Explanation:
    """Say why I stand where I do: what was counted, and every movement."""
    return await tiers.explain(tx, member_of(tx), set_code)


@get("/m/tiers/{set_code}/movements", may="members.self")
async def list_my_movements(
    tx: Tx, set_code: str, after: str | None = None, limit: Limit = 50
) -> Page[tiers.Movement]:
    """List how I moved in a set, newest first."""
    start = place(after, UUID)
    found = await tiers.movements(tx, member_of(tx), set_code, before=start, limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.id,)))


@get("/m/rungs", may="members.self")
async def list_my_rungs(tx: Tx) -> list[tiers.RungState]:
    """List the rungs of my ladders: reached, to be taken until when, taken."""
    return await tiers.rung_states(tx, [member_of(tx)])


@post("/m/rungs/claims", may="members.self", repeat=Repeat.HONOURED)
async def claim_my_rung(tx: Tx, data: RungWish) -> list[tiers.TierRungClaimed]:
    """Take a rung, once in its period; what it gives is given at once."""
    wish = tiers.Claim(member_of(tx), data.set_code, data.rung, data.period_on)
    return await tiers.claim_rungs(tx, [wish])


ROUTES = [
    list_my_places, list_levels, show_my_explanation, list_my_movements, list_my_rungs,
    claim_my_rung,
]  # fmt: skip
