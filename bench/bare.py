"""The limit: the very rows the product wrote, written again by a bare loop in one statement.

Rows are read back from one merchant and written for another: same tables, keys, policies and
connections; no HTTP, no reads, no locks, no decisions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from liuke.kernel.db import Database
from liuke.kernel.ids import MerchantId

# Parents before children; with the columns that identify a row that is changed in place.
TABLES: Mapping[str, tuple[str, ...]] = {
    "checkout_order": (),
    "checkout_key": (),
    "checkout_line": (),
    "checkout_payment": (),
    "checkout_stats": ("member_id",),
    "points_account": ("member_id", "book"),
    "points_entry": (),
    "points_lot": ("member_id", "book", "lot"),
    "points_use": (),
    "tiers_entry": (),
    "tiers_standing": ("member_id", "set_code"),
    "tiers_movement": (),
    "coupons_coupon": ("member_id", "id"),
    "coupons_entry": (),
    "kernel_event": (),
    # By how much each posting changed the sums over everybody: rows of their own, and nobody's.
    "points_step": (),
    "tiers_step": (),
    "coupons_step": (),
}
STEPS = ("points_step", "tiers_step", "coupons_step")
# What sales touch when coupons are given for them and rules are limited.
ALL_TABLES: Mapping[str, tuple[str, ...]] = {
    **TABLES,
    "coupons_code": (),
    "coupons_counter": ("template", "scope"),
    "promotions_counter": ("rule", "scope"),
    "promotions_member_use": ("member_id", "rule", "period"),
    "tiers_grant": ("member_id", "set_code", "grant_code", "period"),
    "tiers_rung": ("member_id", "set_code", "period_on", "rung"),
}
Rows = dict[Any, None]
COLUMNS = """
    SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS kind,
           has_column_privilege(a.attrelid, a.attnum, 'UPDATE') AS changes
    FROM pg_attribute a
    WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attname NOT IN ('merchant_id', 'xid') AND a.attgenerated = ''
    ORDER BY a.attnum
"""
ALL = """
    SELECT c.oid::regclass::text AS name FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'merchant_id'
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""


class Table:
    """One table: how its rows are read back and written again."""

    def __init__(
        self, name: str, columns: Sequence[tuple[str, str, bool]], key: Sequence[str]
    ) -> None:
        self.name = name
        self.columns = columns
        self.key = key
        listed = ", ".join(column for column, _, _ in columns)
        shown = ", ".join(f"{c}::text" if _as_text(k) else c for c, k, _ in columns)
        self.read = f"SELECT {shown} FROM {name} WHERE merchant_id = $1"  # noqa: S608 - as below
        self.names = listed

    def write(self, first: int) -> str:
        """Return the INSERT of many rows whose parameters start at `first`."""
        kinds = [kind for _, kind, _ in self.columns]
        arrays = ", ".join(
            f"${first + n}::{'text' if _as_text(kind) else kind}[]" for n, kind in enumerate(kinds)
        )
        picked = ", ".join(f"v.{c}::{k}" if _as_text(k) else f"v.{c}" for c, k, _ in self.columns)
        return (
            f"INSERT INTO {self.name} ({self.names}) SELECT {picked} "  # noqa: S608 - from the catalogue
            f"FROM UNNEST({arrays}) AS v ({self.names}){self.clash()}"
        )

    def clash(self) -> str:
        """Return what happens to a row that is there: it is changed in place."""
        if not self.key:
            return ""
        changed = ", ".join(
            f"{c} = EXCLUDED.{c}" for c, _, may in self.columns if may and c not in self.key
        )
        return f" ON CONFLICT (merchant_id, {', '.join(self.key)}) DO UPDATE SET {changed}"


class Bare:
    """Writes again what the product wrote, by whatever key its rows are grouped."""

    def __init__(self, database: Database, tables: Sequence[Table]) -> None:
        self.database = database
        self.tables = tables
        parts, number = [], 1
        for table in tables[:-1]:
            parts.append(f"t{number} AS ({table.write(number)})")
            number += len(table.columns)
        self.statement = f"WITH {', '.join(parts)} {tables[-1].write(number)}"

    @classmethod
    async def of(cls, database: Database, tables: Mapping[str, tuple[str, ...]] = TABLES) -> Bare:
        """Read the shapes of the tables from the catalogue."""
        async with database.pool.acquire() as connection:
            made = [
                Table(name, [tuple(row) for row in await connection.fetch(COLUMNS, name)], key)
                for name, key in tables.items()
            ]
        return cls(database, made)

    async def rows(self, admin: Any, merchant: MerchantId) -> list[Rows]:
        """Return every row of a merchant, table by table."""
        return [dict.fromkeys(await admin.fetch(table.read, merchant)) for table in self.tables]

    def fresh(self, before: list[Rows], after: list[Rows]) -> dict[UUID | None, list[list[Any]]]:
        """Return what came between two readings, by member; what is nobody's is under None."""
        by_member: dict[UUID | None, list[list[Any]]] = defaultdict(
            lambda: [[] for _ in self.tables]
        )
        for place, old in enumerate(before):
            for row in after[place]:
                if row not in old:
                    by_member[row.get("member_id")][place].append(row)
        return dict(by_member)

    def arguments(self, groups: Sequence[list[list[Any]]]) -> list[list[Any]]:
        """Return the statement's parameters for some members' rows together."""
        found: list[list[Any]] = []
        for place, table in enumerate(self.tables):
            rows = [row for group in groups for row in group[place]]
            found += [[row[n] for row in rows] for n in range(len(table.columns))]
        return found

    async def write(self, merchant: MerchantId, arguments: Sequence[Any]) -> None:
        """Write rows in one transaction of three statements: begin, name the merchant, insert."""
        async with self.database.pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "SELECT set_config('liuke.merchant_id', $1, true)", str(UUID(bytes=merchant.bytes))
            )
            await connection.execute(self.statement, *arguments)


def _as_text(kind: str) -> bool:
    """Tell what travels as text: UNNEST would flatten arrays, and jsonb is decoded by nobody."""
    return kind.endswith("[]") or kind == "jsonb"


async def clone(admin: Any, source: MerchantId, target: MerchantId) -> None:
    """Copy every row of a merchant to another one, references unchecked."""
    async with admin.transaction():
        await admin.execute("SET LOCAL session_replication_role = replica")
        for record in await admin.fetch(ALL):
            table = record["name"]
            names = [row["name"] for row in await admin.fetch(COLUMNS, table)]
            listed = ", ".join(names)
            await admin.execute(
                f"INSERT INTO {table} (merchant_id, {listed}) OVERRIDING SYSTEM VALUE "  # noqa: S608 - from the catalogue
                f"SELECT $2, {listed} FROM {table} WHERE merchant_id = $1",
                source,
                target,
            )
