"""Scope: which stores somebody works for, as it is asked and as it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from liuke.domains import stores
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.scope import check_stores


async def check_store_codes(tx: Tx, codes: Sequence[str]) -> None:
    """Refuse stores, named by code, outside the actor's scope; naming none is outside too.

    Raises:
        OutsideStores: names those that are not theirs.
        UnknownStores: a code is no store's.
    """
    if tx.actor.stores is not None:
        check_stores(tx.actor, (await stores.store_ids(tx, codes)).values())


def joined(store_ids: Iterable[StoreId] | None) -> str | None:
    """Write ids as one text: an array of arrays cannot be a parameter; None stays None."""
    return None if store_ids is None else ",".join(store.bytes.hex() for store in store_ids)
