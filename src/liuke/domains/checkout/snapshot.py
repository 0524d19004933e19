"""What a till keeps to sell off-line: goods with prices, the rules, the store, and for how long."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from liuke.domains import catalog, programme, stores
from liuke.domains.catalog import OnShelf
from liuke.domains.programme import Ruling
from liuke.domains.stores import Store
from liuke.kernel.clock import day_end
from liuke.kernel.db import Tx
from liuke.kernel.values import Value, revision_of

# A till may sell by what it kept until the end of the next business day.
DAYS = 1


class Snapshot(Value, frozen=True):
    """One page of what a till keeps; `after` asks for the next one, null at the end.

    The rules and the store stand on the first page. With the revision it knows, a till is told
    `unchanged` and sent no goods; with `If-None-Match` it gets 304. Every day has a new one.
    """

    revision: str
    as_of: datetime
    today: date
    time_zone: str
    currency: str
    valid_until: datetime
    unchanged: bool
    store: Store | None
    rules: list[Ruling]
    goods: list[OnShelf]
    after: str | None


async def snapshot(
    tx: Tx, store: str, *, after: str | None = None, known: str = "", limit: int = 1_000
) -> Snapshot:
    """Return a page of what the till of a store keeps.

    Raises:
        UnknownStores: no store has this code.
    """
    found = await stores.store_ids(tx, [store])
    (place,) = await stores.get_stores(tx, list(found.values()))
    goods = await catalog.shelf(tx, store_id=place.id, after=after or "", limit=limit)
    rules = await programme.ruling(tx) if after is None else []
    revision = revision_of([tx.today, place, rules, goods])
    same = revision == known
    return Snapshot(
        revision=revision,
        as_of=tx.now,
        today=tx.today,
        time_zone=str(tx.zone),
        currency=tx.currency,
        valid_until=day_end(tx.today + timedelta(days=DAYS), tx.zone),
        unchanged=same,
        store=place if after is None else None,
        rules=[] if same else rules,
        goods=[] if same else goods,
        after=goods[-1].sku if len(goods) == limit else None,
    )
