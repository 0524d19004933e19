"""Stores that a document names, and whether this shop has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from liuke.domains import stores
from liuke.domains.programme.values import Fault
from liuke.kernel.db import Tx


async def lost_stores(tx: Tx, named: Iterable[tuple[str, Sequence[str]]]) -> list[Fault]:
    """Return the codes that stand at a path and are no store's.

    A draft and a template may name stores that are opened later, like segments that are made
    later. What rules may not: for a typing error it would apply nowhere, or everywhere, unseen.
    """
    places = [(path, code) for path, codes in named for code in dict.fromkeys(codes)]
    if not places:
        return []
    known = await stores.find_store_ids(tx, sorted({code for _, code in places}))
    return [
        Fault(path, f"there is no store {code}", f"没有门店 {code}")
        for path, code in places
        if code not in known
    ]
