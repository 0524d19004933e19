"""Load what names people, opened with their keys; callers mask it or account for showing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from liuke.domains.members.values import IdentityId, IdentityKind, IdentityShown, Person
from liuke.domains.members.vault import Vault, open_vault
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Kept(Value, frozen=True):
    """Who a row was kept and sealed for, and who they are now."""

    kept_for: MemberId
    member_id: MemberId


class SealedIdentity(Value, frozen=True):
    """An identity as the database keeps it."""

    kept_for: MemberId
    member_id: MemberId
    id: IdentityId
    kind: IdentityKind
    sealed: bytes
    added_at: datetime


class ProfileRow(Value, frozen=True):
    """A profile value as the database keeps it."""

    kept_for: MemberId
    member_id: MemberId
    field: str
    value: str | None
    sealed: bytes | None


CLUSTER = Sql[Kept]("""
    SELECT id AS kept_for, COALESCE(merged_into, id) AS member_id
    FROM members_member
    WHERE id = ANY ($1::uuid[]) OR merged_into = ANY ($1::uuid[])
    ORDER BY id
""")
IDENTITIES = Sql[SealedIdentity]("""
    SELECT i.member_id AS kept_for, k.member_id, i.id, i.kind, i.sealed, i.added_at
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (kept_for, member_id)
    JOIN members_identity i ON i.member_id = k.kept_for
    ORDER BY i.added_at, i.id
""")
# The member's own values come last, so that they cover those of members merged into them.
PROFILES = Sql[ProfileRow]("""
    SELECT p.member_id AS kept_for, k.member_id, p.field, p.value, p.sealed
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (kept_for, member_id)
    JOIN members_profile p ON p.member_id = k.kept_for
    ORDER BY k.kept_for = k.member_id, p.set_at, p.field
""")


async def cluster(tx: Tx, member_ids: Sequence[MemberId]) -> list[Kept]:
    """Return members and everyone merged into them."""
    return await tx.rows(CLUSTER, list(member_ids))


async def load_people(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, Person]:
    """Return the identities and profiles of members and of those merged into them.

    Raises:
        Unreadable: something sealed was moved or altered.
    """
    kept = await cluster(tx, member_ids)
    both = [k.kept_for for k in kept], [k.member_id for k in kept]
    vault = await open_vault(tx, both[0])
    identities: dict[MemberId, list[IdentityShown]] = defaultdict(list)
    for row in await tx.rows(IDENTITIES, *both):
        identities[row.member_id].append(_identity(vault, row))
    profiles: dict[MemberId, list[ProfileRow]] = defaultdict(list)
    for value in await tx.rows(PROFILES, *both):
        profiles[value.member_id].append(value)
    return {m: Person(m, tuple(identities[m]), *_profile(vault, profiles[m])) for m in member_ids}


def _identity(vault: Vault, row: SealedIdentity) -> IdentityShown:
    value = vault.open(row.kept_for, "members_identity", row.id, row.sealed)
    return IdentityShown(row.id, row.kind, value, row.added_at)


def _profile(vault: Vault, rows: Sequence[ProfileRow]) -> tuple[dict[str, str], tuple[str, ...]]:
    found = {row.field: row for row in rows}
    opened = {
        code: row.value
        if row.sealed is None
        else vault.open(row.kept_for, "members_profile", code, row.sealed)
        for code, row in found.items()
    }
    sealed = tuple(sorted(code for code, row in found.items() if row.sealed is not None))
    return {code: value or "" for code, value in opened.items()}, sealed
