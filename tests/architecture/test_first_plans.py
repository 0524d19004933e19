"""A statement that is planned while a table is empty looks for rows by their key all the same."""

from __future__ import annotations

import re
from typing import Any

from liuke.kernel.db import administer
from liuke.providers.postgres import Server

FENCED = """
    SELECT t.relname::text AS name, array_agg(a.attname::text ORDER BY k.place) AS key
    FROM pg_policy p
    JOIN pg_class t ON t.oid = p.polrelid
    JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
    CROSS JOIN UNNEST(i.indkey) WITH ORDINALITY AS k (number, place)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
    WHERE p.polname = 'merchant' GROUP BY t.relname ORDER BY t.relname
"""


async def test_rows_are_looked_for_by_more_than_the_merchant_from_the_first_on(
    server: Server,
) -> None:
    async with administer(server.admin_url) as admin:
        fenced = [(row["name"], row["key"]) for row in await admin.fetch(FENCED)]
        strays = [name for name, key in fenced if key[1:] and not await is_narrow(admin, name, key)]
    assert len(fenced) > 50
    assert strays == []


async def is_narrow(admin: Any, name: str, key: list[str]) -> bool:
    """Tell whether a row of an empty twin of a table is looked for by more than the merchant."""
    opened = admin.transaction()
    await opened.start()
    try:
        await admin.execute(f"CREATE TABLE twin (LIKE {name} INCLUDING ALL)")
        await admin.execute("SELECT lk_fence('twin')")
        asked = " AND ".join(f"{one} = (SELECT {one} FROM twin LIMIT 1)" for one in key)  # noqa: S608 - from the catalogue
        text = f"EXPLAIN (FORMAT JSON) SELECT 1 FROM twin WHERE {asked}"  # noqa: S608 - from the catalogue
        plan = await admin.fetchval(text)
        (tests,) = re.findall(r'"Index Cond": "(.*)"', plan)
        return any(f"({one} = " in tests for one in key if one != "merchant_id")
    finally:
        await opened.rollback()
