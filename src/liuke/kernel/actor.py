"""The actor: who is asking, for which merchant, and what they may do."""

from __future__ import annotations

from liuke.kernel.ids import MerchantId, StoreId
from liuke.kernel.values import Value

EVERYTHING = "*"


class Actor(Value, frozen=True):
    """Whoever opens a transaction: staff, an API key, a member, or the system itself.

    `stores` limits rows to these stores; None means the whole merchant. `session` is the one the
    request came with.
    """

    merchant_id: MerchantId
    kind: str
    id: str
    permissions: frozenset[str] = frozenset()
    stores: frozenset[StoreId] | None = None
    role: str = ""
    session: str = ""

    @property
    def name(self) -> str:
        """Return how logs, audit and events name this actor: `staff:stf_…`."""
        return f"{self.kind}:{self.id}"

    @property
    def own_stores(self) -> list[StoreId] | None:
        """Return `stores` as a statement takes them."""
        return None if self.stores is None else list(self.stores)

    def may(self, permission: str) -> bool:
        """Tell whether a permission such as `points.adjust` is held."""
        return permission in self.permissions or EVERYTHING in self.permissions


def system(merchant_id: MerchantId, name: str) -> Actor:
    """Return the actor for work nobody asked for: jobs, imports, replays."""
    return Actor(merchant_id, "system", name, frozenset({EVERYTHING}))
