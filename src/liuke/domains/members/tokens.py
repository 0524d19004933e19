"""Search tokens of phones and names: equality on keyed hashes, all a fenced role can use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liuke.domains.members.vault import phone_token, tokens_of_name
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

ADD = Sql[None]("""
    INSERT INTO members_token (member_id, kind, token)
    SELECT member_id, $3::text, token
    FROM UNNEST($1::uuid[], $2::bytea[]) AS t (member_id, token)
    ON CONFLICT (merchant_id, member_id, kind, token) DO NOTHING
""")
DROP = Sql[None]("""
    DELETE FROM members_token WHERE member_id = ANY ($1::uuid[]) AND kind = $2::text
""")


async def add_phones(tx: Tx, numbers: Sequence[tuple[MemberId, str]]) -> None:
    """Make members findable by the last four digits of their phones."""
    if numbers:
        tokens = [phone_token(tx.keys, tx.merchant_id, number) for _, number in numbers]
        await tx.run(ADD, [member_id for member_id, _ in numbers], tokens, "phone")


async def set_phones(
    tx: Tx, member_ids: Sequence[MemberId], numbers: Sequence[tuple[MemberId, str]]
) -> None:
    """Make members findable by these phones only."""
    await tx.run(DROP, list(member_ids), "phone")
    await add_phones(tx, numbers)


async def add_names(tx: Tx, names: Mapping[MemberId, str]) -> None:
    """Make members findable by the beginnings of their names."""
    found = [
        (member_id, token)
        for member_id, name in names.items()
        for token in tokens_of_name(tx.keys, tx.merchant_id, name)
    ]
    if found:
        await tx.run(ADD, [member for member, _ in found], [token for _, token in found], "name")


async def set_names(tx: Tx, names: Mapping[MemberId, str]) -> None:
    """Make members findable by these names only; an empty one by none."""
    if names:
        await tx.run(DROP, list(names), "name")
        await add_names(tx, names)
