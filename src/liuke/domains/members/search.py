"""Search members as staff ask: a phone, its last four digits, a card, an id, a name, its sound."""

from __future__ import annotations

import re
from collections.abc import Sequence

from liuke.domains.members.errors import NotAsked
from liuke.domains.members.find import find_members, resolve
from liuke.domains.members.rules import clean, name_ways
from liuke.domains.members.tag import FIRST
from liuke.domains.members.values import Handle, IdentityKind
from liuke.domains.members.vault import name_marks, phone_token
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

FOUR_DIGITS = re.compile(r"^[0-9]{4}$")
EXACT = (IdentityKind.PHONE, IdentityKind.CARD, IdentityKind.EMAIL)
# What is asked may mean several things (`way`); of each the rarest token leads, and the others are
# asked of what it leaves.
BY_TOKENS = Sql[MemberId]("""
    SELECT DISTINCT COALESCE(m.merged_into, m.id) AS member_id
    FROM UNNEST($1::smallint[], $2::bytea[]) AS lead (way, token)
    JOIN members_token t ON t.token = lead.token
    JOIN members_member m ON m.merchant_id = t.merchant_id AND m.id = t.member_id
    WHERE COALESCE(m.merged_into, m.id) > $5::uuid
        AND NOT EXISTS (
            SELECT FROM UNNEST($3::smallint[], $4::bytea[]) AS other (way, token)
            WHERE other.way = lead.way AND NOT EXISTS (
                SELECT FROM members_token o
                WHERE o.merchant_id = t.merchant_id AND o.member_id = t.member_id
                    AND o.token = other.token
            )
        )
    ORDER BY member_id
    LIMIT $6
""")
BY_EXTERNAL = Sql[MemberId]("""
    SELECT COALESCE(merged_into, id) AS member_id
    FROM members_member
    WHERE source = $1 AND external_id = $2
""")


async def search_members(
    tx: Tx, text: str, *, after: MemberId | None = None, limit: int = 50
) -> list[MemberId]:
    """Return members found by a text, in id order: an exact key first, else names.

    `source:id` finds by natural key; a page after the first looks only where pages can be.
    """
    try:
        asked = clean(text)
    except NotAsked:
        return []
    if after is None and (exact := await _exact(tx, asked)):
        return exact
    return await named_like(tx, asked, after=after or FIRST, limit=limit)


async def named_like(tx: Tx, asked: str, *, after: MemberId, limit: int) -> list[MemberId]:
    """Return members whose name, as written or as it sounds, or phone's end fits, in id order."""
    found = _ways(tx, asked)
    if not found:
        return []
    places = range(len(found))
    rest = [(way, mark) for way in places for mark in found[way][1:]]
    return await tx.rows(
        BY_TOKENS, list(places), [marks[0] for marks in found],
        [way for way, _ in rest], [mark for _, mark in rest], after, limit,
    )  # fmt: skip


async def _exact(tx: Tx, asked: str) -> list[MemberId]:
    if FOUR_DIGITS.match(asked):
        return []
    try:
        return list((await resolve(tx, [MemberId.parse(asked)])).values())
    except ValueError:
        pass
    handles = [Handle(kind, asked) for kind in EXACT if asked and len(asked) <= 254]
    if found := await find_members(tx, handles):
        return sorted(set(found.values()))
    source, colon, key = asked.partition(":")
    return await tx.rows(BY_EXTERNAL, source, key) if colon else []


def _ways(tx: Tx, asked: str) -> list[Sequence[bytes]]:
    if FOUR_DIGITS.match(asked):
        return [[phone_token(tx.keys, tx.merchant_id, asked)]]
    longest_first = [sorted(way, key=len, reverse=True) for way in name_ways(asked)]
    return [name_marks(tx.keys, tx.merchant_id, way) for way in longest_first]
