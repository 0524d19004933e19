"""Set the days on which stores keep other hours, and ask when they are open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from liuke.domains.stores.directory import get_stores
from liuke.domains.stores.rules import is_open
from liuke.domains.stores.values import Day
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import columns

SET = Sql[None]("""
    INSERT INTO stores_day (store_id, day_on, hours, note)
    SELECT store_id, day_on, hours, note
    FROM UNNEST($1::uuid[], $2::date[], $3::jsonb[], $4::text[])
        AS d (store_id, day_on, hours, note)
    ORDER BY store_id, day_on
    ON CONFLICT (merchant_id, store_id, day_on)
    DO UPDATE SET hours = EXCLUDED.hours, note = EXCLUDED.note
""")
DROP = Sql[None]("""
    DELETE FROM stores_day WHERE store_id = $1::uuid AND day_on = $2::date
""")
DAYS = Sql[Day]("""
    SELECT store_id, day_on, hours, note
    FROM stores_day
    WHERE store_id = ANY ($1::uuid[]) AND day_on BETWEEN $2::date AND $3::date
    ORDER BY store_id, day_on
""")


async def set_days(tx: Tx, days: Sequence[Day]) -> None:
    """Set days that differ from the weekly hours.

    Raises:
        UnknownStores: names stores that do not exist.
    """
    await get_stores(tx, sorted({day.store_id for day in days}))
    last = {(day.store_id, day.day_on): day for day in days}
    await tx.run(SET, *columns(Day, list(last.values())))


async def drop_day(tx: Tx, store_id: StoreId, day_on: date) -> None:
    """Let a day keep the hours of its week again; a day that keeps them already stays so."""
    await tx.run(DROP, store_id, day_on)


async def special_days(
    tx: Tx, store_ids: Sequence[StoreId], *, first: date, last: date
) -> list[Day]:
    """Return the days between two dates, both included, that differ from the week."""
    return await tx.rows(DAYS, list(store_ids), first, last)


async def open_now(
    tx: Tx, store_ids: Sequence[StoreId], *, at: datetime | None = None
) -> dict[StoreId, bool]:
    """Tell which stores are open at an instant, now if none is given.

    Raises:
        UnknownStores: names stores that do not exist.
    """
    local = (at or tx.now).astimezone(tx.zone)
    found = await get_stores(tx, store_ids)
    yesterday = local.date() - timedelta(days=1)
    days = await special_days(tx, store_ids, first=yesterday, last=local.date())
    by_store = {store.id: {d.day_on: d for d in days if d.store_id == store.id} for store in found}
    return {store.id: is_open(local, store.week, by_store[store.id]) for store in found}
