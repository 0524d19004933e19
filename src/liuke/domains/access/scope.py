"""Scope: whether an actor may touch a store."""

from __future__ import annotations

from collections.abc import Iterable

from liuke.domains.access.errors import OutsideStores
from liuke.kernel.actor import Actor
from liuke.kernel.ids import StoreId


def check_stores(actor: Actor, store_ids: Iterable[StoreId]) -> None:
    """Refuse stores outside the actor's scope; an actor of the whole merchant has them all.

    Raises:
        OutsideStores: names those that are not theirs.
    """
    if actor.stores is None:
        return
    if strange := set(store_ids) - actor.stores:
        raise OutsideStores(tuple(sorted(strange)))


def joined(store_ids: Iterable[StoreId] | None) -> str | None:
    """Write ids as one text: an array of arrays cannot be a parameter; None stays None."""
    return None if store_ids is None else ",".join(store.bytes.hex() for store in store_ids)
