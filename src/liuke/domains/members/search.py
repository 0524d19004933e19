"""Search members as staff ask: a phone, its last four digits, a card, an id, a name, its sound.

Who works for some stores finds the members of these stores; at a counter, whoever shows enough to
be told from others (a whole phone, a card, a name with four digits) is found wherever they joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from liuke.domains.members.errors import NotAsked
from liuke.domains.members.find import find_external, find_members, resolve
from liuke.domains.members.rules import clean, name_ways
from liuke.domains.members.show import is_card_code, read_card_code
from liuke.domains.members.values import Handle, IdentityKind
from liuke.domains.members.vault import name_marks, phone_token
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

FOUR_DIGITS = re.compile(r"^[0-9]{4}$")
EXACT = (IdentityKind.PHONE, IdentityKind.CARD, IdentityKind.EMAIL)


class By(StrEnum):
    """What of a member fits what was asked."""

    ID = "id"
    PHONE = "phone"
    CARD = "card"
    EMAIL = "email"
    EXTERNAL = "external"
    LAST_FOUR = "last_four"
    NAME = "name"
    NAME_AND_FOUR = "name_and_four"


class Hit(Value, frozen=True):
    """One member found, and by what."""

    member_id: MemberId
    by: By


# What is asked may mean several things (`way`); of each the rarest token leads, and the others are
# asked of what it leaves.
BY_TOKENS = Sql[MemberId]("""
    SELECT DISTINCT k.id AS member_id
    FROM UNNEST($1::smallint[], $2::bytea[]) AS lead (way, token)
    JOIN members_token t ON t.token = lead.token
    JOIN members_member m ON m.merchant_id = t.merchant_id AND m.id = t.member_id
    JOIN members_member k ON k.merchant_id = m.merchant_id AND k.id = COALESCE(m.merged_into, m.id)
    WHERE k.id > $5::uuid AND ($6::uuid[] IS NULL OR k.store_id = ANY ($6::uuid[]))
        AND NOT EXISTS (
            SELECT FROM UNNEST($3::smallint[], $4::bytea[]) AS other (way, token)
            WHERE other.way = lead.way AND NOT EXISTS (
                SELECT FROM members_token o
                WHERE o.merchant_id = t.merchant_id AND o.member_id = t.member_id
                    AND o.token = other.token
            )
        )
    ORDER BY member_id
    LIMIT $7
""")
OF_STORES = Sql[MemberId]("""
    SELECT id FROM members_member WHERE id = ANY ($1::uuid[]) AND store_id = ANY ($2::uuid[])
""")


async def search_members(
    tx: Tx, text: str, *, after: MemberId | None = None, limit: int = 50
) -> list[MemberId]:
    """Return members found by a text, in id order: an exact key first, else names.

    `source:id` finds by natural key; a page after the first looks only where pages can be.

    Raises:
        CardCodeRefused: the code that a phone shows is too old, or was shown to somebody else.
    """
    return [hit.member_id for hit in await search_hits(tx, text, after=after, limit=limit)]


async def search_hits(
    tx: Tx, text: str, *, after: MemberId | None = None, limit: int = 50, counter: bool = False
) -> list[Hit]:
    """Return who is found by a text and by what, in id order; `counter` looks in every store."""
    try:
        asked = clean(text)
    except NotAsked:
        return []
    if is_card_code(asked):
        return [Hit(await read_card_code(tx, asked), By.CARD)]
    if after is None and (exact := await _exact(tx, asked)):
        return exact if counter else await _within(tx, exact)
    by, ways = _ways(tx, asked)
    everywhere = counter and by is By.NAME_AND_FOUR
    stores = None if everywhere else tx.actor.own_stores
    begin = after or MemberId.first()
    found = await _named_like(tx, ways, after=begin, limit=limit, stores=stores)
    return [Hit(member_id, by) for member_id in found]


async def _within(tx: Tx, hits: list[Hit]) -> list[Hit]:
    """Leave those of the stores the actor works for."""
    if tx.actor.stores is None:
        return hits
    own = await tx.rows(OF_STORES, [hit.member_id for hit in hits], list(tx.actor.stores))
    return [hit for hit in hits if hit.member_id in own]


async def _exact(tx: Tx, asked: str) -> list[Hit]:
    if FOUR_DIGITS.match(asked):
        return []
    try:
        known = await resolve(tx, [MemberId.parse(asked)])
        return [Hit(member_id, By.ID) for member_id in known.values()]
    except ValueError:
        pass
    handles = [Handle(kind, asked) for kind in EXACT if asked and len(asked) <= 254]
    if found := await find_members(tx, handles):
        by_member = {member_id: By(handle.kind.value) for handle, member_id in found.items()}
        return [Hit(member_id, by_member[member_id]) for member_id in sorted(by_member)]
    source, colon, key = asked.partition(":")
    keyed = await find_external(tx, [(source, key)]) if colon else {}
    return [Hit(member_id, By.EXTERNAL) for member_id in keyed.values()]


async def _named_like(
    tx: Tx,
    ways: Sequence[Sequence[bytes]],
    *,
    after: MemberId,
    limit: int,
    stores: list[StoreId] | None,
) -> list[MemberId]:
    if not ways:
        return []
    places = range(len(ways))
    rest = [(way, mark) for way in places for mark in ways[way][1:]]
    return await tx.rows(
        BY_TOKENS, list(places), [marks[0] for marks in ways],
        [way for way, _ in rest], [mark for _, mark in rest], after, stores, limit,
    )  # fmt: skip


def _ways(tx: Tx, asked: str) -> tuple[By, list[list[bytes]]]:
    words = asked.split()
    digits = [phone_token(tx.keys, tx.merchant_id, w) for w in words if FOUR_DIGITS.match(w)]
    names = name_ways(" ".join(word for word in words if not FOUR_DIGITS.match(word)))
    longest_first = [sorted(way, key=len, reverse=True) for way in names]
    marks = [name_marks(tx.keys, tx.merchant_id, way) for way in longest_first]
    if not digits:
        return By.NAME, marks
    if not marks:
        return By.LAST_FOUR, [digits]
    return By.NAME_AND_FOUR, [digits + way for way in marks]
