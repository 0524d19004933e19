"""Erase members: their keys are destroyed, what names them is deleted, ledgers stay unnamed.

Who was merged stays one with the other in what is counted: the link is between two ids that name
nobody any more, and what was sold to one buyer does not become two buyers' by an erasure.
"""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members.ending import end_sessions
from liuke.domains.members.events import MemberErased
from liuke.domains.members.find import resolve
from liuke.domains.members.people import Kept, cluster
from liuke.kernel import audit
from liuke.kernel.audit import Act
from liuke.kernel.db import Contended, Tx, UnknownMembers
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

KEYS = Sql[None]("DELETE FROM members_key WHERE member_id = ANY ($1::uuid[])")
IDENTITIES = Sql[None]("DELETE FROM members_identity WHERE member_id = ANY ($1::uuid[])")
TOKENS = Sql[None]("DELETE FROM members_token WHERE member_id = ANY ($1::uuid[])")
PROFILES = Sql[None]("DELETE FROM members_profile WHERE member_id = ANY ($1::uuid[])")
TAGS = Sql[None]("DELETE FROM members_tag WHERE member_id = ANY ($1::uuid[])")
KIN = Sql[None]("DELETE FROM members_kin WHERE member_id = ANY ($1::uuid[])")
CHILDREN = Sql[None]("DELETE FROM members_child WHERE member_id = ANY ($1::uuid[])")
NOTES = Sql[None]("DELETE FROM members_note WHERE member_id = ANY ($1::uuid[])")
CARDS = Sql[None]("""
    UPDATE members_card
    SET number = NULL, cause = 'erased:' || id::text,
        state = CASE WHEN state IN ('issued', 'active') THEN 'void' ELSE state END,
        ended_at = COALESCE(ended_at, $2::timestamptz)
    WHERE member_id = ANY ($1::uuid[])
""")
MEMBERS = Sql[None]("""
    UPDATE members_member
    SET state = 'erased', erased_into = COALESCE(merged_into, erased_into), merged_into = NULL,
        external_id = NULL
    WHERE id = ANY ($1::uuid[])
""")


async def erase(tx: Tx, member_ids: Sequence[MemberId], *, reason: str) -> list[MemberId]:
    """Erase members, whom they stand for and everyone merged into them; return all of these.

    Backups are covered by the keys: what they hold is sealed with keys that are gone here, and
    wrapped by a KEK that is retired with the next rotation.

    Raises:
        UnknownMembers: names members that do not exist.
        Contended: somebody was merged in or parted meanwhile; run it again.
    """
    kept = await _whole(tx, member_ids)
    everyone = sorted({row.kept_for for row in kept})
    if missing := set(member_ids) - set(everyone):
        raise UnknownMembers(tuple(sorted(missing)))
    await tx.lock(everyone)
    if await _whole(tx, member_ids) != kept:
        raise Contended
    await end_sessions(tx, everyone)
    await tx.run(KEYS, everyone)
    await tx.run(IDENTITIES, everyone)
    await tx.run(TOKENS, everyone)
    await tx.run(PROFILES, everyone)
    await tx.run(TAGS, everyone)
    await tx.run(KIN, everyone)
    await tx.run(CHILDREN, everyone)
    await tx.run(NOTES, everyone)
    await tx.run(CARDS, everyone, tx.now)
    await tx.run(MEMBERS, everyone)
    await audit.record(tx, [Act("members.erased", str(m), reason=reason) for m in everyone])
    tx.emit(*(MemberErased(member_id) for member_id in everyone))
    return everyone


async def _whole(tx: Tx, member_ids: Sequence[MemberId]) -> list[Kept]:
    """Return everyone who is one person with these members."""
    return await cluster(tx, sorted(set((await resolve(tx, member_ids)).values())))
