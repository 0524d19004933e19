"""Keep households: who lives together, in which role."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from liuke.domains.members.errors import NoSuchHousehold
from liuke.domains.members.events import HouseholdJoined, HouseholdLeft
from liuke.domains.members.hold import hold
from liuke.domains.members.values import HouseholdId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import TooMany
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns


class Role(StrEnum):
    """What a member is in their household."""

    HEAD = "head"
    PARTNER = "partner"
    ADULT = "adult"
    CHILD = "child"
    OTHER = "other"


class Household(Value, frozen=True):
    """People who live together; `size` counts those who are no members too, where it is known."""

    id: HouseholdId
    size: Annotated[int, Meta(ge=1, le=50)] | None = None


class Kin(Value, frozen=True):
    """A member's place in a household."""

    member_id: MemberId
    household_id: HouseholdId
    role: Role = Role.OTHER


class Moved(Value, frozen=True):
    """A member and the household they left for this one."""

    member_id: MemberId
    household_id: HouseholdId
    left_id: HouseholdId | None


MAKE = Sql[None]("""
    INSERT INTO members_household (id, size, made_at)
    SELECT id, size, $3 FROM UNNEST($1::uuid[], $2::smallint[]) AS h (id, size)
    ORDER BY id
    ON CONFLICT (merchant_id, id) DO UPDATE SET size = EXCLUDED.size
""")
# Two who join at once wait for one another, so that neither counts past the other.
KNOWN = Sql[HouseholdId]("""
    SELECT id FROM members_household WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE
""")
FULL = Sql[HouseholdId]("""
    SELECT household_id FROM members_kin WHERE household_id = ANY ($1::uuid[])
    GROUP BY household_id HAVING COUNT(*) > $2::bigint ORDER BY household_id
""")
# As many as a size may say.
KIN_MOST = 50
JOIN = Sql[Moved]("""
    INSERT INTO members_kin AS k (member_id, household_id, role, since)
    SELECT member_id, household_id, role, $4
    FROM UNNEST($1::uuid[], $2::uuid[], $3::text[]) AS n (member_id, household_id, role)
    ORDER BY member_id
    ON CONFLICT (merchant_id, member_id) DO UPDATE SET
        household_id = EXCLUDED.household_id, role = EXCLUDED.role, since = EXCLUDED.since
    RETURNING member_id, household_id, old.household_id AS left_id
""")
LEAVE = Sql[Kin]("""
    DELETE FROM members_kin k
    USING members_member m
    WHERE (m.id = ANY ($1::uuid[]) OR m.merged_into = ANY ($1::uuid[]))
        AND k.merchant_id = m.merchant_id AND k.member_id = m.id
    RETURNING COALESCE(m.merged_into, m.id) AS member_id, k.household_id, k.role
""")
# Everyone who lives with any of them, themselves included. Who was two lives where they say; where
# they say nothing, where the one merged into them did.
KIN = Sql[Kin]("""
    WITH homes AS (
        SELECT DISTINCT ON (COALESCE(m.merged_into, m.id)) own.merchant_id, own.household_id
        FROM members_member m
        JOIN members_kin own ON own.merchant_id = m.merchant_id AND own.member_id = m.id
        WHERE m.id = ANY ($1::uuid[]) OR m.merged_into = ANY ($1::uuid[])
        ORDER BY COALESCE(m.merged_into, m.id), m.merged_into IS NULL DESC, own.since DESC,
            own.member_id DESC
    )
    SELECT DISTINCT ON (k.household_id, COALESCE(m.merged_into, m.id))
        COALESCE(m.merged_into, m.id) AS member_id, k.household_id, k.role
    FROM (SELECT DISTINCT merchant_id, household_id FROM homes) h
    JOIN members_kin k ON k.merchant_id = h.merchant_id AND k.household_id = h.household_id
    JOIN members_member m ON m.merchant_id = k.merchant_id AND m.id = k.member_id
    ORDER BY k.household_id, COALESCE(m.merged_into, m.id), m.merged_into IS NULL DESC, k.role
""")


async def keep_households(tx: Tx, households: Sequence[Household], kin: Sequence[Kin] = ()) -> None:
    """Make households or change their size, and count members to them; one member has one.

    Raises:
        NoSuchHousehold: names households that do not exist.
        MemberNotActive: names those who were erased.
        TooMany: names households that would be of more than fifty members.
        UnknownMembers: names members that do not exist.
    """
    await hold(tx, [one.member_id for one in kin])
    made = list({household.id: household for household in households}.values())
    await tx.run(MAKE, *columns(Household, made), tx.now)
    wanted = list({one.member_id: one for one in kin}.values())
    named = {one.household_id for one in wanted}
    known = await tx.rows(KNOWN, sorted(named))
    if missing := named - set(known):
        raise NoSuchHousehold(tuple(sorted(missing)))
    roles = {one.member_id: one.role for one in wanted}
    moved = await tx.rows(JOIN, *columns(Kin, wanted), tx.now)
    changes = [move for move in moved if move.left_id != move.household_id]
    if full := await tx.rows(FULL, sorted({move.household_id for move in changes}), KIN_MOST):
        raise TooMany("kin", KIN_MOST, tuple(map(str, full)))
    for move in changes:
        if move.left_id is not None:
            tx.emit(HouseholdLeft(move.member_id, move.left_id))
        tx.emit(HouseholdJoined(move.member_id, move.household_id, roles[move.member_id]))


async def leave_households(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Count members to no household any more.

    Raises:
        UnknownMembers: names members that do not exist.
    """
    await tx.lock(member_ids)
    left = await tx.rows(LEAVE, list(member_ids))
    tx.emit(*(HouseholdLeft(one.member_id, one.household_id) for one in left))


async def kin_of(tx: Tx, member_ids: Sequence[MemberId]) -> list[Kin]:
    """Return everyone who lives with these members, themselves included."""
    found = await tx.rows(KIN, list(member_ids))
    return sorted(found, key=lambda kin: (kin.household_id, kin.role, kin.member_id))
