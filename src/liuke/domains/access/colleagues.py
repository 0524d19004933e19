"""Colleagues: who of the staff may be given a piece of work."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.access.policy import held_by
from liuke.domains.access.values import Colleague, Role, StaffId
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql

COLLEAGUES = Sql[Colleague]("""
    SELECT id, name FROM access_staff
    WHERE disabled_at IS NULL AND role = ANY ($1::text[])
        AND ($2::uuid[] IS NULL OR id = ANY ($2::uuid[]))
        AND (name, id) > ($3, $4::uuid)
    ORDER BY name, id
    LIMIT $5
""")


async def colleagues(
    tx: Tx,
    permission: str,
    *,
    among: Sequence[StaffId] | None = None,
    after: tuple[str, StaffId] | None = None,
    limit: int = 200,
) -> list[Colleague]:
    """Return people who are here and hold a permission, by name: all of them, or those `among`."""
    roles = [role.value for role in Role if permission in held_by(role)]
    ids = None if among is None else list(among)
    begin = after or ("", StaffId.first())
    return await tx.rows(COLLEAGUES, roles, ids, *begin, limit)
