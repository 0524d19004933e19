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
SETTLE = Sql[None]("UPDATE stores_merchant SET name = $1, time_zone = $2, currency = $3")
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
    _check_zone(time_zone)
    await tx.run(FOUND, name, time_zone, currency, tx.now)


async def settle(tx: Tx, name: str, *, time_zone: str, currency: str) -> None:
    """Say how the merchant is called and where it counts its days and money, before it begins.

    Raises:
        UnknownTimeZone: the name is in no time zone database.
    """
    _check_zone(time_zone)
    await tx.run(SETTLE, name, time_zone, currency)


async def find_merchant(tx: Tx) -> Merchant | None:
    """Return the transaction's merchant, once it is founded."""
    return await tx.row(MERCHANT)


async def merchants(reader: Reader) -> list[Merchant]:
    """Return every merchant of this database, oldest first."""
    return await reader.rows(MERCHANTS)


def _check_zone(time_zone: str) -> None:
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise UnknownTimeZone(time_zone) from unknown
