"""Show members as staff see them, masked; opening what is masked is audited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from liuke.domains.members.events import MemberOpened
from liuke.domains.members.people import cluster, load_people
from liuke.domains.members.rules import mask, mask_name
from liuke.domains.members.tag import tags
from liuke.domains.members.values import Member, Person, Standing
from liuke.kernel import audit
from liuke.kernel.audit import Act
from liuke.kernel.db import Tx, UnknownMembers
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

STANDINGS = Sql[Standing]("""
    SELECT id, state, merged_into, anonymous, source, external_id, store_id, joined_at, joined_on
    FROM members_member
    WHERE id = ANY ($1::uuid[])
    ORDER BY id
""")


async def standings(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, Standing]:
    """Return members' own rows: state, source, when and where they joined.

    Raises:
        UnknownMembers: names members that do not exist.
    """
    found = {row.id: row for row in await tx.rows(STANDINGS, list(member_ids))}
    if missing := set(member_ids) - set(found):
        raise UnknownMembers(tuple(sorted(missing)))
    return found


async def heir_rows(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, Standing]:
    """Return the own rows of whom members stand for now, by the id asked for.

    Raises:
        UnknownMembers: names members that do not exist.
    """
    asked = await standings(tx, member_ids) if member_ids else {}
    merged = {row.merged_into for row in asked.values() if row.merged_into is not None}
    heirs = await standings(tx, sorted(merged)) if merged else {}
    return {
        member_id: row if row.merged_into is None else heirs[row.merged_into]
        for member_id, row in asked.items()
    }


async def get_members(tx: Tx, member_ids: Sequence[MemberId]) -> list[Member]:
    """Return members in the order asked, what names them masked.

    Raises:
        UnknownMembers: names members that do not exist.
    """
    rows = await standings(tx, member_ids)
    people = await load_people(tx, member_ids)
    carried: dict[MemberId, tuple[str, ...]] = defaultdict(tuple)
    for tag in await tags(tx, member_ids):
        carried[tag.member_id] += (tag.tag,)
    return [_masked(rows[m], people[m], carried[m]) for m in member_ids]


async def open_members(tx: Tx, member_ids: Sequence[MemberId], *, reason: str) -> list[Person]:
    """Return members' personal data in clear, and record who opened it and why.

    Raises:
        UnknownMembers: names members that do not exist.
    """
    await standings(tx, member_ids)
    people = await load_people(tx, member_ids)
    await audit.record(
        tx,
        [
            Act(
                "members.opened",
                str(member_id),
                None,
                {"fields": sorted(people[member_id].profile)},
                reason,
            )
            for member_id in member_ids
        ],
    )
    tx.emit(*(MemberOpened(member_id, reason) for member_id in member_ids))
    return [people[member_id] for member_id in member_ids]


def _masked(row: Standing, person: Person, carried: tuple[str, ...]) -> Member:
    return Member(
        row,
        mask_name(person.profile.get("name", "")),
        tuple(
            msgspec.structs.replace(shown, value=mask(shown.kind, shown.value))
            for shown in person.identities
        ),
        {k: v for k, v in person.profile.items() if k not in person.sealed_fields},
        person.sealed_fields,
        carried,
    )


async def followers(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, list[MemberId]]:
    """Return by member everyone who stands under their id now: themselves, and who was merged.

    One who was merged stands under another id; asked by their own, they stand for themselves.
    """
    found: dict[MemberId, list[MemberId]] = {member_id: [member_id] for member_id in member_ids}
    for row in await cluster(tx, member_ids):
        if row.member_id in found and row.kept_for != row.member_id:
            found[row.member_id].append(row.kept_for)
    return found
