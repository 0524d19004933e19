"""Colleagues: who of the staff may be given a piece of work."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import stores
from liuke.domains.access.policy import held_by
from liuke.domains.access.values import Colleague, Role, StaffId
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Posted(Value, frozen=True):
    """Where somebody works: in a region, in some stores, or everywhere."""

    id: StaffId
    region: str | None
    store_ids: list[StoreId] | None

    def serves(self, store: stores.Store | None) -> bool:
        """Tell whether they work for a store, or for who is of none."""
        if self.region is not None:
            return store is not None and f"/{self.region}/" in (store.region_path or "")
        return self.store_ids is None or (store is not None and store.id in self.store_ids)


COLLEAGUES = Sql[Colleague]("""
    SELECT id, name FROM access_staff
    WHERE disabled_at IS NULL AND role = ANY ($1::text[])
        AND ($2::uuid[] IS NULL OR id = ANY ($2::uuid[]))
        AND (name, id) > ($3, $4::uuid)
    ORDER BY name, id
    LIMIT $5
""")
POSTED = Sql[Posted]("""
    SELECT id, region, store_ids FROM access_staff WHERE id = ANY ($1::uuid[])
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


async def serving(
    tx: Tx, asked: Sequence[tuple[StaffId, StoreId | None]]
) -> set[tuple[StaffId, StoreId | None]]:
    """Return the pairs of somebody and a store, or none, in which they work for it.

    Raises:
        UnknownStores: names those that do not exist.
    """
    places = sorted({store for _, store in asked if store is not None})
    known = {store.id: store for store in await stores.get_stores(tx, places)}
    posts = {row.id: row for row in await tx.rows(POSTED, sorted({who for who, _ in asked}))}
    return {
        (who, place)
        for who, place in asked
        if who in posts and posts[who].serves(None if place is None else known[place])
    }
