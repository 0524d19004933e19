"""Find members by what they are recognised by, and forward ids of merged ones."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members.errors import NotAsked
from liuke.domains.members.known import EXTERNAL as BY_KEY
from liuke.domains.members.known import IDS, ById, find_marks
from liuke.domains.members.plan import Claim
from liuke.domains.members.reader import Reader
from liuke.domains.members.values import Handle, MergeId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Link(Value, frozen=True):
    """A member asked by id, somebody they are a part of, and the last merge on the way there."""

    asked: MemberId
    member_id: MemberId
    merge_id: MergeId


async def find_members(tx: Tx, handles: Sequence[Handle]) -> dict[Handle, MemberId]:
    """Return who is recognised by each handle; unknown and malformed ones are missing.

    Merged members are forwarded to the one they became.
    """
    reader = Reader(tx.keys, tx.merchant_id, {}, tx.today)
    claims: dict[Handle, Claim] = {}
    for handle in handles:
        try:
            claims[handle] = reader.claim(handle)
        except NotAsked:
            continue
    marks = await find_marks(tx, list(claims.values()))
    return {
        handle: marks[claim.kind, claim.digest]
        for handle, claim in claims.items()
        if (claim.kind, claim.digest) in marks
    }


async def find_external(tx: Tx, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], MemberId]:
    """Return members by their `(source, external_id)`; unknown ones are missing.

    Who was known already when they came under another number is found by that one too.
    """
    rows = await tx.rows(BY_KEY, [key[0] for key in keys], [key[1] for key in keys])
    found = {(row.source, row.external_id): row.member_id for row in rows}
    return found | await find_seconds(tx, [key for key in keys if key not in found])


async def find_seconds(tx: Tx, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], MemberId]:
    """Return members by a natural key under which they came when they were known already."""
    handles = {key: Handle.of_key(*key) for key in keys}
    known = await find_members(tx, list(handles.values())) if handles else {}
    return {key: known[handle] for key, handle in handles.items() if handle in known}


HOMES = Sql[ById]("""
    SELECT id AS asked, home_id AS member_id FROM members_member WHERE id = ANY ($1::uuid[])
""")
# Of a large batch hardly anybody was merged: those who were not are no rows.
HEIRS = Sql[ById]("""
    SELECT id AS asked, merged_into AS member_id
    FROM members_member
    WHERE merchant_id = $1::uuid AND merged_into IS NOT NULL AND id = ANY ($2::uuid[])
""")


async def heirs(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, MemberId]:
    """Return for those who were merged whom they stand for now; all others are missing."""
    rows = await tx.rows(HEIRS, tx.merchant_id, list(member_ids))
    return {row.asked: row.member_id for row in rows}


# Merges that stand, from one to the next: few, for a person is merged once or twice in a life.
BEARERS = Sql[Link]("""
    WITH RECURSIVE line AS (
        SELECT g.loser_id AS asked, g.winner_id AS member_id, g.id AS merge_id
        FROM members_merge g
        WHERE g.loser_id = ANY ($1::uuid[]) AND g.undone_at IS NULL
        UNION
        SELECT l.asked, g.winner_id, g.id
        FROM line l
        JOIN members_merge g ON g.loser_id = l.member_id AND g.undone_at IS NULL
    )
    SELECT asked, member_id, merge_id FROM line
""")


async def bearers(
    tx: Tx, member_ids: Sequence[MemberId]
) -> dict[MemberId, dict[MemberId, MergeId]]:
    """Return for those who were merged everyone they are a part of, and the merge that made it so.

    Of merges in between it is the last one on the way there.
    """
    found: dict[MemberId, dict[MemberId, MergeId]] = {}
    for row in await tx.rows(BEARERS, list(member_ids)):
        found.setdefault(row.asked, {})[row.member_id] = row.merge_id
    return found


async def homes(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, MemberId]:
    """Return for each id the one it is counted as, also after an erasure; unknown are missing."""
    return {row.asked: row.member_id for row in await tx.rows(HOMES, list(member_ids))}


async def resolve(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, MemberId]:
    """Return for each id the member it stands for now; unknown ones are missing."""
    return {row.asked: row.member_id for row in await tx.rows(IDS, list(member_ids))}
