"""Find who exists already: by id, by natural key, by identity, merged members forwarded."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members.plan import Claim, Known, Mark, Wish
from liuke.domains.members.values import IdentityKind
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class ById(Value, frozen=True):
    """A member asked by id, and the one they are now."""

    asked: MemberId
    member_id: MemberId


class ByKey(Value, frozen=True):
    """A member found by their natural key."""

    source: str
    external_id: str
    member_id: MemberId


class ByMark(Value, frozen=True):
    """A member found by an identity."""

    kind: str
    digest: bytes
    member_id: MemberId


IDS = Sql[ById]("""
    SELECT id AS asked, COALESCE(merged_into, id) AS member_id
    FROM members_member
    WHERE id = ANY ($1::uuid[])
""")
# LIMIT 1 makes each key its own look-up in the unique index: a plan kept from when the table was
# small would read all of it.
EXTERNAL = Sql[ByKey]("""
    SELECT m.source, m.external_id, COALESCE(m.merged_into, m.id) AS member_id
    FROM UNNEST($1::text[], $2::text[]) AS asked (source, external_id)
    JOIN LATERAL (
        SELECT source, external_id, id, merged_into
        FROM members_member
        WHERE source = asked.source AND external_id = asked.external_id
        LIMIT 1
    ) m ON true
""")
MARKS = Sql[ByMark]("""
    SELECT i.kind, i.digest, COALESCE(m.merged_into, m.id) AS member_id
    FROM UNNEST($1::text[], $2::bytea[]) AS asked (kind, digest)
    JOIN LATERAL (
        SELECT kind, digest, merchant_id, member_id
        FROM members_identity
        WHERE kind = asked.kind AND digest = asked.digest
        LIMIT 1
    ) i ON true
    JOIN LATERAL (
        SELECT id, merged_into
        FROM members_member
        WHERE merchant_id = i.merchant_id AND id = i.member_id
        LIMIT 1
    ) m ON true
""")
CARDS = Sql[ByMark]("""
    SELECT 'card' AS kind, convert_to(c.number, 'UTF8') AS digest,
        COALESCE(m.merged_into, m.id) AS member_id
    FROM members_card c
    JOIN members_member m ON m.merchant_id = c.merchant_id AND m.id = c.member_id
    WHERE c.number = ANY ($1::text[])
""")


async def find_known(tx: Tx, wishes: Sequence[Wish]) -> Known:
    """Return everyone a batch of enrolments may be about."""
    ids = [wish.enrolment.id for wish in wishes if wish.enrolment.id is not None]
    keys = [wish.external for wish in wishes if wish.external is not None]
    aliases = [wish.alias for wish in wishes if wish.alias is not None]
    found = (
        await tx.rows(EXTERNAL, [key[0] for key in keys], [key[1] for key in keys]) if keys else []
    )
    return Known(
        ids={row.asked: row.member_id for row in await tx.rows(IDS, ids)} if ids else {},
        external={(row.source, row.external_id): row.member_id for row in found},
        marks=await find_marks(tx, [claim for wish in wishes for claim in wish.claims] + aliases),
    )


async def find_marks(tx: Tx, claims: Sequence[Claim]) -> dict[Mark, MemberId]:
    """Return who owns identities now, merged members forwarded."""
    others = [claim for claim in claims if claim.kind is not IdentityKind.CARD]
    numbers = [claim.value for claim in claims if claim.kind is IdentityKind.CARD]
    found = await tx.rows(CARDS, numbers) if numbers else []
    if others:
        kinds, digests = [c.kind.value for c in others], [c.digest for c in others]
        found += await tx.rows(MARKS, kinds, digests)
    return {(row.kind, row.digest): row.member_id for row in found}
