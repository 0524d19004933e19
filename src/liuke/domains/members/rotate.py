"""Rotate the key that wraps members' keys: rewrap them one batch at a time, till at work."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members.vault import Wrapped, key_binding
from liuke.kernel.crypto import key_id
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

DUE = Sql[MemberId]("""
    SELECT member_id
    FROM members_key
    WHERE kek_id <> $1::bytea AND member_id > $2::uuid
    ORDER BY member_id
    LIMIT $3
""")
OLD = Sql[Wrapped]("""
    SELECT member_id, wrapped
    FROM members_key
    WHERE member_id = ANY ($1::uuid[]) AND kek_id <> $2::bytea
    ORDER BY member_id
    FOR UPDATE
""")
REWRAP = Sql[None]("""
    UPDATE members_key k SET kek_id = n.kek_id, wrapped = n.wrapped
    FROM UNNEST($1::uuid[], $2::bytea[], $3::bytea[]) AS n (member_id, kek_id, wrapped)
    WHERE k.member_id = n.member_id
""")


async def members_on_old_keys(
    tx: Tx, after: MemberId | None = None, limit: int = 1000
) -> list[MemberId]:
    """Return members whose key is wrapped by a KEK that is not the newest, in id order."""
    return await tx.rows(DUE, tx.keys.current.id, after or MemberId.first(), limit)


async def rewrap(tx: Tx, member_ids: Sequence[MemberId]) -> int:
    """Wrap members' keys with the newest KEK; return how many changed.

    Raises:
        Unreadable: a key was moved or altered, or its KEK is not here.
    """
    old = await tx.rows(OLD, list(member_ids), tx.keys.current.id)
    wrapped = []
    for key in old:
        binding = key_binding(tx.merchant_id, key.member_id)
        wrapped.append(tx.keys.wrap(tx.keys.unwrap(key.wrapped, binding), binding))
    # The newest may have changed meanwhile: what wrapped it says which it was.
    marks = [key_id(one) for one in wrapped]
    await tx.run(REWRAP, [key.member_id for key in old], marks, wrapped)
    return len(old)
