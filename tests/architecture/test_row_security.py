"""The catalogue of the migrated database: tenancy is refused by PostgreSQL, not by our memory."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from liuke.kernel.db import Database, Tx, administer
from liuke.kernel.ids import MerchantId
from liuke.providers.postgres import Server
from tests import make

# What the schema needs that belongs to no merchant.
WITHOUT_MERCHANT = {"kernel_migration"}
# Functions that look past the fence, before the merchant is known or for all merchants in turn.
DEFINERS = {
    "access_find_first_owner",
    "access_find_key",
    "access_find_passkey",
    "access_find_session",
    "access_find_staff",
    "access_find_ticket",
    "access_is_set_up",
    "access_touch_key",
    "analytics_lakes",
    "kernel_dispatch",
    "kernel_due_letters",
    "kernel_lost_jobs",
    "kernel_merchants",
    "kernel_open_runs",
    "members_find_session",
    "members_find_shop",
}
# What every fence says, as PostgreSQL writes it back: not a word more.
FENCE = "(merchant_id = ( SELECT lk_merchant() AS lk_merchant))"
# The tables they read; a door is open to the schema's owner, whom nobody can sign in as.
DOORS = {
    "access_key",
    "access_passkey",
    "access_session",
    "access_staff",
    "access_ticket",
    "analytics_file",
    "analytics_run",
    "kernel_event",
    "kernel_job",
    "kernel_letter",
    "kernel_run",
    "members_member",
    "members_session",
    "stores_merchant",
}

BUSINESS = """
    SELECT c.oid, c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    WHERE c.relkind IN ('r', 'p')
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND attname = 'merchant_id')
"""
UNFENCED = """
    SELECT c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    WHERE c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'pgqueuer%'
        AND NOT EXISTS (
            SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND attname = 'merchant_id'
        )
"""
POLICIES = """
    SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check
    FROM pg_policies WHERE schemaname = 'public'
"""
VIEWS = """
    SELECT c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    WHERE c.relkind = 'm' OR (
        c.relkind = 'v' AND NOT COALESCE(c.reloptions, '{}') @> '{security_invoker=true}'
    )
"""
FUNCTIONS = """
    SELECT p.proname AS name, p.prosecdef AS definer, COALESCE(p.proconfig, '{}') AS settings
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'public'
    WHERE p.prosecdef
"""
UNIQUES = """
    SELECT i.indexrelid::regclass::text AS name, a.attname AS leads
    FROM pg_index i
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indisunique AND i.indrelid = ANY ($1::oid[])
        AND a.attname IS DISTINCT FROM 'merchant_id'
"""
FOREIGN_KEYS = """
    SELECT k.conrelid::regclass::text || '.' || k.conname
    FROM pg_constraint k
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
    JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
    WHERE k.contype = 'f' AND k.conrelid = ANY ($1::oid[])
        AND (a.attname <> 'merchant_id' OR b.attname <> 'merchant_id')
"""
MUTABLE_BOOKS = """
    SELECT t.tgrelid::regclass::text || ' ' || r.role || ' ' || p.privilege
    FROM pg_trigger t, (VALUES ('liuke_app'), ('liuke_worker')) r (role),
        (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) p (privilege)
    WHERE t.tgname = 'append_only' AND has_table_privilege(r.role, t.tgrelid, p.privilege)
"""
CHANGES = [
    "UPDATE {table} SET merchant_id = merchant_id",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
]
APPEND_ONLY = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'"
OWNED = """
    SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
    WHERE r.rolname IN ('liuke_app', 'liuke_worker', 'liuke_verify')
"""
MIGHTY = """
    SELECT rolname FROM pg_roles
    WHERE rolname IN ('liuke_app', 'liuke_worker') AND (rolsuper OR rolbypassrls OR rolcreaterole)
"""
OWNERS = """
    SELECT r.rolname FROM pg_roles r
    WHERE (r.rolname = 'liuke_owner' AND r.rolcanlogin)
        OR (r.rolname IN ('liuke_app', 'liuke_worker', 'liuke_verify')
            AND pg_has_role(r.rolname, 'liuke_owner', 'MEMBER'))
"""


async def ask(database: Database, sql: str, *args: Any) -> list[Any]:
    """Read the catalogue; one column becomes plain values."""
    async with database.pool.acquire() as connection:
        rows = await connection.fetch(sql, *args)
    return [row[0] if len(row) == 1 else row for row in rows]


@pytest.mark.inv("A2")
async def test_every_business_table_is_fenced(database: Database) -> None:
    tables = await ask(database, BUSINESS)
    assert tables
    assert [t["name"] for t in tables if not (t["enabled"] and t["forced"])] == []


@pytest.mark.inv("A2")
async def test_every_fence_looks_both_ways(database: Database) -> None:
    tables = {t["name"] for t in await ask(database, BUSINESS)}
    fences = [dict(p) for p in await ask(database, POLICIES) if p["policyname"] != "door"]
    assert sorted(fence["tablename"] for fence in fences) == sorted(tables)
    for fence in fences:
        assert (fence["cmd"], fence["roles"]) == ("ALL", "{public}"), fence
        assert (fence["qual"], fence["with_check"]) == (FENCE, FENCE), fence
        assert fence["permissive"] == "PERMISSIVE", fence


@pytest.mark.inv("A2")
async def test_a_door_is_listed_and_open_to_nobody_who_signs_in(database: Database) -> None:
    doors = [p for p in await ask(database, POLICIES) if p["policyname"] == "door"]
    assert {door["tablename"] for door in doors} == DOORS
    assert {door["roles"] for door in doors} == {"{liuke_owner}"}
    assert await ask(database, OWNERS) == []


@pytest.mark.inv("A2")
async def test_a_table_without_a_merchant_is_a_declared_exception(database: Database) -> None:
    assert set(await ask(database, UNFENCED)) == WITHOUT_MERCHANT


@pytest.mark.inv("A2")
async def test_no_view_looks_over_the_fence(database: Database) -> None:
    assert await ask(database, VIEWS) == []


@pytest.mark.inv("A2")
async def test_functions_past_the_fence_are_listed_and_pinned(database: Database) -> None:
    definers = await ask(database, FUNCTIONS)
    assert {f["name"] for f in definers} == DEFINERS
    for function in definers:
        assert any(s.startswith("search_path=") for s in function["settings"]), function["name"]


@pytest.mark.inv("A2")
async def test_the_application_owns_and_bypasses_nothing(database: Database) -> None:
    assert await ask(database, OWNED) == []
    assert await ask(database, MIGHTY) == []


@pytest.mark.inv("A2")
async def test_another_merchants_rows_are_not_there(tx: Tx, database: Database) -> None:
    await make.members(tx, 3)
    tables = [t["name"] for t in await ask(database, BUSINESS)]
    stranger = MerchantId.new()
    for table in tables:
        count = f"SELECT COUNT(*) FROM {table}"  # noqa: S608 - names from the catalogue
        async with tx.savepoint():
            await tx._connection.execute(  # noqa: SLF001 - no capability leaves its merchant
                f"SELECT set_config('liuke.merchant_id', '{stranger.bytes.hex()}', true)"
            )
            assert await tx._connection.fetchval(count) == 0, table  # noqa: SLF001 - the same


@pytest.mark.inv("A4")
async def test_unique_keys_start_with_the_merchant(database: Database) -> None:
    oids = [t["oid"] for t in await ask(database, BUSINESS)]
    assert await ask(database, UNIQUES, oids) == []


@pytest.mark.inv("A4")
async def test_foreign_keys_start_with_the_merchant(database: Database) -> None:
    oids = [t["oid"] for t in await ask(database, BUSINESS)]
    assert await ask(database, FOREIGN_KEYS, oids) == []


@pytest.mark.inv("L4")
async def test_books_grant_no_change(database: Database) -> None:
    assert await ask(database, MUTABLE_BOOKS) == []


@pytest.mark.inv("L4")
@pytest.mark.parametrize("role", ["app", "worker", "admin"])
async def test_no_role_changes_a_book_by_any_statement(server: Server, role: str) -> None:
    """Grants refuse those who serve; the trigger refuses even who owns the tables."""
    done = []
    async with administer(getattr(server, f"{role}_url")) as connection:
        for table in [row[0] for row in await connection.fetch(APPEND_ONLY)]:
            for change in CHANGES:
                undone = connection.transaction()
                await undone.start()
                try:
                    await connection.execute(change.format(table=table))
                except (asyncpg.InsufficientPrivilegeError, asyncpg.RestrictViolationError):
                    continue
                finally:
                    await undone.rollback()
                done.append((role, change, table))
    # A trigger of rows is silent where there are none.
    assert [one for one in done if role != "admin" or "TRUNCATE" in one[1]] == []


@pytest.mark.inv("L4")
async def test_every_ledger_and_log_is_append_only(database: Database) -> None:
    tables = {t["name"] for t in await ask(database, BUSINESS)}
    books = {name for name in tables if name.endswith(("_entry", "_event", "_audit", "_seal"))}
    assert books <= set(await ask(database, APPEND_ONLY))
