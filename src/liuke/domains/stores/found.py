"""Found a merchant: the tenant that everything else belongs to."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from liuke.domains.stores.errors import UnknownTimeZone
from liuke.domains.stores.values import Merchant
from liuke.kernel.db import Tx
from liuke.kernel.reader import Reader
from liuke.kernel.rows import Sql

FOUND = Sql[None]("""
    INSERT INTO stores_merchant (name, time_zone, currency, created_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (merchant_id) DO UPDATE SET name = EXCLUDED.name
""")
MERCHANT = Sql[Merchant]("""
    SELECT merchant_id AS id, name, time_zone, currency FROM stores_merchant
""")

MERCHANTS = Sql[Merchant]("""
    SELECT merchant_id AS id, name, time_zone, currency FROM stores_merchant
    ORDER BY created_at, merchant_id
""")


async def found(
    tx: Tx, name: str, *, time_zone: str = "Asia/Shanghai", currency: str = "CNY"
) -> None:
    """Make the transaction's merchant, or rename it; zone and currency stay as they were.

    Raises:
        UnknownTimeZone: the name is in no time zone database.
    """
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise UnknownTimeZone(time_zone) from unknown
    await tx.run(FOUND, name, time_zone, currency, tx.now)


async def find_merchant(tx: Tx) -> Merchant | None:
    """Return the transaction's merchant, once it is founded."""
    return await tx.row(MERCHANT)


async def merchants(reader: Reader) -> list[Merchant]:
    """Return every merchant of this database, oldest first."""
    return await reader.rows(MERCHANTS)
