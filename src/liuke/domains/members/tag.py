"""Tag members, for a time or for good, and take tags back."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members.events import MemberTagged, MemberUntagged
from liuke.domains.members.values import Tag, Tagging
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import TooMany
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

MANUAL, AUTO, IMPORT = "manual", "auto", "import"


class Change(Value, frozen=True):
    """A tag of a member that came or went."""

    member_id: MemberId
    tag: str
    fresh: bool


# What people set by hand is not shortened by a machine; of who was erased nothing is kept again.
TAG = Sql[Change]("""
    INSERT INTO members_tag AS t (member_id, tag, source, cause, tagged_at, expires_at)
    SELECT n.member_id, n.tag, $4::text, $5::text, $6::timestamptz, n.expires_at
    FROM UNNEST($1::uuid[], $2::text[], $3::timestamptz[]) AS n (member_id, tag, expires_at)
    JOIN members_member m ON m.id = n.member_id
    WHERE m.state <> 'erased'
    ORDER BY n.member_id, n.tag
    ON CONFLICT (merchant_id, member_id, tag) DO UPDATE SET
        source = EXCLUDED.source, cause = EXCLUDED.cause, tagged_at = EXCLUDED.tagged_at,
        expires_at = EXCLUDED.expires_at
    WHERE t.source <> 'manual' OR EXCLUDED.source = 'manual' OR t.expires_at <= $6::timestamptz
    RETURNING member_id, tag, old.tag IS NULL OR old.expires_at <= $6::timestamptz AS fresh
""")
UNTAG = Sql[Change]("""
    DELETE FROM members_tag t
    USING UNNEST($1::uuid[], $2::text[]) AS gone (member_id, tag), members_member m
    WHERE (m.id = gone.member_id OR m.merged_into = gone.member_id)
        AND t.merchant_id = m.merchant_id AND t.member_id = m.id AND t.tag = gone.tag
    RETURNING gone.member_id, t.tag,
        t.expires_at IS NULL OR t.expires_at > $3::timestamptz AS fresh
""")
TAGS = Sql[Tag]("""
    SELECT COALESCE(m.merged_into, m.id) AS member_id, t.tag, t.source, t.tagged_at, t.expires_at
    FROM members_member m
    JOIN members_tag t ON t.merchant_id = m.merchant_id AND t.member_id = m.id
    WHERE (m.id = ANY ($1::uuid[]) OR m.merged_into = ANY ($1::uuid[]))
        AND (t.expires_at IS NULL OR t.expires_at > $2::timestamptz)
    ORDER BY member_id, t.tag
""")
TAGS_MOST = 100
# Machines tag with what documents and segments name; only people invent names without end.
FULL = Sql[MemberId]("""
    SELECT member_id FROM members_tag
    WHERE member_id = ANY ($1::uuid[]) AND source = $2 AND (expires_at IS NULL OR expires_at > $3)
    GROUP BY member_id
    HAVING COUNT(*) > $4
    ORDER BY member_id
""")
NAMES_MAX = 500
# From one name to the next in the index: as many steps as there are names.
NAMES = Sql[str]("""
    WITH RECURSIVE names AS (
        (SELECT tag FROM members_tag WHERE merchant_id = $1::uuid ORDER BY tag LIMIT 1)
        UNION ALL
        SELECT (
            SELECT t.tag FROM members_tag t
            WHERE t.merchant_id = $1::uuid AND t.tag > n.tag
            ORDER BY t.tag LIMIT 1
        )
        FROM names n
        WHERE n.tag IS NOT NULL
    )
    SELECT tag FROM names WHERE tag IS NOT NULL LIMIT $2
""")
DUE = Sql[MemberId]("""
    SELECT DISTINCT member_id
    FROM members_tag
    WHERE expires_at <= $1::timestamptz AND member_id > $2::uuid
    ORDER BY member_id
    LIMIT $3
""")
EXPIRE = Sql[Change]("""
    DELETE FROM members_tag
    WHERE member_id = ANY ($1::uuid[]) AND expires_at <= $2::timestamptz
    RETURNING member_id, tag, false AS fresh
""")


async def tag(
    tx: Tx, taggings: Sequence[Tagging], *, source: str = MANUAL, cause: str = ""
) -> None:
    """Tag members; a tag they carry already is renewed, and not told again.

    Who was erased gets none.

    Raises:
        TooMany: names members who would carry more than a hundred set by hand.
        UnknownMembers: names members that do not exist.
    """
    members = sorted({tagging.member_id for tagging in taggings})
    await tx.lock(members)
    await add_tags(tx, taggings, source=source, cause=cause)
    if source == MANUAL and (full := await tx.rows(FULL, members, MANUAL, tx.now, TAGS_MOST)):
        raise TooMany("tags", TAGS_MOST, tuple(map(str, full)))


async def add_tags(tx: Tx, taggings: Sequence[Tagging], *, source: str, cause: str = "") -> None:
    """Tag members who are locked already."""
    last = list({(t.member_id, t.tag): t for t in taggings}.values())
    if not last:
        return
    changed = await tx.rows(
        TAG,
        [t.member_id for t in last],
        [t.tag for t in last],
        [t.expires_at for t in last],
        source,
        cause,
        tx.now,
    )
    tx.emit(*(MemberTagged(c.member_id, c.tag, source) for c in changed if c.fresh))


async def untag(tx: Tx, taggings: Sequence[Tagging]) -> None:
    """Take tags from members; one they do not carry is skipped.

    Raises:
        UnknownMembers: names members that do not exist.
    """
    await tx.lock([tagging.member_id for tagging in taggings])
    gone = await tx.rows(UNTAG, [t.member_id for t in taggings], [t.tag for t in taggings], tx.now)
    lost = {(change.member_id, change.tag) for change in gone if change.fresh}
    tx.emit(*(MemberUntagged(member_id, name, expired=False) for member_id, name in sorted(lost)))


async def tags(tx: Tx, member_ids: Sequence[MemberId]) -> list[Tag]:
    """Return the tags members carry now, those of merged members included."""
    return await tx.rows(TAGS, list(member_ids), tx.now)


async def members_with_due_tags(
    tx: Tx, after: MemberId | None = None, limit: int = 1000
) -> list[MemberId]:
    """Return members with tags whose time is over, in id order."""
    return await tx.rows(DUE, tx.now, after or MemberId.first(), limit)


async def expire_tags(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Remove tags whose time is over.

    Raises:
        UnknownMembers: names members that do not exist.
    """
    await tx.lock(member_ids)
    gone = await tx.rows(EXPIRE, list(member_ids), tx.now)
    tx.emit(*(MemberUntagged(change.member_id, change.tag, expired=True) for change in gone))


async def tags_known(tx: Tx) -> list[str]:
    """Return the tags members carry, by name, at most 500."""
    return await tx.rows(NAMES, tx.merchant_id, NAMES_MAX)
