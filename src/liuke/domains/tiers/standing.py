"""Read where members stand, what is missing, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from liuke.domains import programme
from liuke.domains.programme import Live, VersionId
from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.history import histories
from liuke.domains.tiers.netting import net
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.rules import opening_level
from liuke.domains.tiers.stairs import rank_of
from liuke.domains.tiers.values import Benefit, Entry, Level, Standing
from liuke.domains.tiers.words import Goal, keep_goal, next_goal, unit_of
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.measures import Measure, money
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Place(Value, frozen=True):
    """Where a member stands in one set today, and the way on from there."""

    member_id: MemberId
    set_code: str
    name: str
    name_zh: str
    level: str
    level_name: str
    level_name_zh: str
    colour: str
    rank: int
    since_on: date | None
    progress: int
    progress_text: str  # as `unit` writes it, without its name
    unit: Measure
    period_start_on: date | None
    period_end_on: date | None
    grace_until_on: date | None
    paused: str
    next: Goal | None
    keep: Goal | None
    benefits: tuple[Benefit, ...]


class Movement(Value, frozen=True):
    """A climb, a fall or a prolongation as it was noted."""

    id: str
    set_code: str
    kind: str
    day: date
    before: str
    after: str
    cause: str
    why: str
    version: VersionId
    at: datetime


class Counted(Value, frozen=True):
    """One entry that counts today, returns already taken off."""

    cause: str
    on: date
    amount: int
    purchases: int
    version: VersionId


class Explanation(Value, frozen=True):
    """Why a member stands where they do: what was counted this period, and how they moved."""

    place: Place
    counted: list[Counted]
    counted_before: int  # amounts of earlier periods, which count no more
    movements: list[Movement]


NOWHERE = Level(code="none", name="")

MOVEMENTS = Sql[Movement]("""
    SELECT id::text AS id, set_code, kind, day, before, after, cause, why, version, at
    FROM tiers_movement
    WHERE member_id = $1::uuid AND set_code = $2 AND ($3::uuid IS NULL OR id < $3::uuid)
    ORDER BY id DESC
    LIMIT $4
""")


async def places(tx: Tx, member_ids: Sequence[MemberId]) -> list[Place]:
    """Return where members stand today in every live set, in the order of the members."""
    live = await programme.live(tx)
    book = await open_standings(tx, member_ids, live)
    return [_place(tx, live, book, Key(one, spec.code)) for one in member_ids
            for spec, _ in book.sets]  # fmt: skip


async def explain(tx: Tx, member_id: MemberId, set_code: str) -> Explanation:
    """Say why a member stands where they do in one set.

    Raises:
        UnknownTierSet: it is not in the live programmes.
    """
    live = await programme.live(tx)
    book = await open_standings(tx, [member_id], live)
    key = Key(member_id, set_code)
    book.level(member_id, set_code)
    place = _place(tx, live, book, key)
    entries = net((await histories(tx, book, [key]))[key])
    start = place.period_start_on or date.min
    return Explanation(
        place,
        [_counted(entry) for entry in entries if entry.day >= start],
        sum(entry.amount for entry in entries if entry.day < start),
        await movements(tx, member_id, set_code),
    )


async def movements(
    tx: Tx, member_id: MemberId, set_code: str, *, before: UUID | None = None, limit: int = 50
) -> list[Movement]:
    """Return how a member moved in a set, newest first, older than `before`."""
    return await tx.rows(MOVEMENTS, member_id, set_code, before, limit)


def _counted(entry: Entry) -> Counted:
    return Counted(entry.cause, entry.day, entry.amount, entry.purchases, entry.version)


def _place(tx: Tx, live: Live, book: Standings, key: Key) -> Place:
    standing = book.standing(key.member_id, key.set_code, tx.today)
    spec = book.edition(key, standing or Standing())
    if standing is None or standing.as_of_on is None:  # everything that counted came back
        standing = Standing(level=opening_level(spec))
    rank = rank_of(spec, standing.level)
    level = spec.levels[rank] if rank >= 0 else NOWHERE
    coin = money(tx.currency)
    unit = unit_of(live, spec, coin)
    return Place(
        *key, spec.name, spec.name_zh or spec.name,
        standing.level, level.name, level.name_zh or level.name, level.colour, rank,
        standing.since_on, standing.progress, unit.write(standing.progress), unit,
        standing.period_start_on, standing.period_end_on,
        standing.grace_until_on, standing.paused,
        next_goal(spec, standing, unit, coin), keep_goal(spec, standing, unit), level.benefits,
    )  # fmt: skip
