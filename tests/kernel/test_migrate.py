"""Migrations: each once, all or none, whatever happens in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio

from liuke.kernel.db import TableLocked, administer
from liuke.kernel.migrate import Migration, MigrationChanged, migrate, migrations
from liuke.providers.postgres import Server

NUMBERS = count(1)
FIRST = Migration(1, "0001_points_first", "CREATE TABLE points_first (id uuid);")
SECOND = Migration(2, "0002_points_second", "CREATE TABLE points_second (id uuid);")
BROKEN = Migration(3, "0003_points_broken", "CREATE TABLE points_first (id uuid);")
LONG = Migration(1, "0001_points_long", "SELECT pg_sleep(6); CREATE TABLE points_first (id uuid);")
HELD = Migration(3, "0003_points_held", "LOCK TABLE points_first;")
SLOW = Migration(2, "0002_points_slow", "SELECT pg_sleep(30);")
TABLES = "SELECT relname FROM pg_class WHERE relname LIKE 'points_%' ORDER BY relname"
END = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()
"""


@pytest_asyncio.fixture(loop_scope="session")
async def empty(server: Server) -> AsyncIterator[str]:
    """Make an empty database of its own and return its administrator's address."""
    name = f"upgrade_{next(NUMBERS)}"
    async with administer(server.admin_url) as admin:
        await admin.execute(f"CREATE DATABASE {name} OWNER liuke_owner")
    path = urlsplit(server.admin_url).path
    yield server.admin_url.replace(f"{path}?", f"/{name}?")
    async with administer(server.admin_url) as admin:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


async def tables(url: str) -> list[str]:
    """Return what the migrations of this file have made."""
    async with administer(url) as connection:
        return [row[0] for row in await connection.fetch(TABLES)]


@pytest.mark.slow
@pytest.mark.inv("S7")
async def test_an_empty_database_comes_to_today_and_stays_there(empty: str) -> None:
    said: list[str] = []
    assert await migrate(empty, say=said.append) == len(migrations())
    assert said == [migration.name for migration in migrations()]
    assert await migrate(empty) == 0


@pytest.mark.inv("S7")
async def test_a_new_file_runs_and_the_old_ones_do_not(empty: str) -> None:
    assert await migrate(empty, files=[FIRST]) == 1
    assert await migrate(empty, files=[FIRST, SECOND]) == 1
    assert await tables(empty) == ["points_first", "points_second"]


@pytest.mark.inv("S7")
async def test_a_failing_file_leaves_the_schema_of_before(empty: str) -> None:
    await migrate(empty, files=[FIRST])
    with pytest.raises(asyncpg.DuplicateTableError):
        await migrate(empty, files=[FIRST, SECOND, BROKEN])
    assert await tables(empty) == ["points_first"]
    assert await migrate(empty, files=[FIRST, SECOND]) == 1


@pytest.mark.inv("S7")
async def test_a_migration_killed_half_way_is_run_again(empty: str) -> None:
    running = asyncio.create_task(migrate(empty, files=[FIRST, SLOW]))
    async with administer(empty) as connection:
        for _ in range(1000):
            if await connection.fetch(END):
                break
            await asyncio.sleep(0.02)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await running
    assert await tables(empty) == []
    assert await migrate(empty, files=[FIRST, SECOND]) == 2


async def test_two_that_start_at_once_migrate_once(empty: str) -> None:
    ran = await asyncio.gather(*(migrate(empty, files=[FIRST, SECOND]) for _ in range(4)))
    assert sorted(ran) == [0, 0, 0, 2]


async def test_an_edited_file_is_refused_by_name(empty: str) -> None:
    await migrate(empty, files=[FIRST])
    edited = Migration(1, FIRST.name, FIRST.sql + " -- edited")
    with pytest.raises(MigrationChanged) as refusal:
        await migrate(empty, files=[edited, SECOND])
    assert refusal.value.names == (FIRST.name,)
    for title, ways in (
        (refusal.value.title, ("Start that version again", "LIUKE_HOME", "empty database")),
        (refusal.value.title_zh, ("换回原来的版本", "LIUKE_HOME", "空数据库")),
    ):
        assert [way for way in ways if way not in title] == []
    assert await tables(empty) == ["points_first"]


@pytest.mark.slow
@pytest.mark.inv("S7")
async def test_two_that_start_at_once_wait_for_each_other_however_long(empty: str) -> None:
    ran = await asyncio.gather(migrate(empty, files=[LONG]), migrate(empty, files=[LONG]))
    assert sorted(ran) == [0, 1]


@pytest.mark.slow
@pytest.mark.inv("S7")
async def test_a_table_that_stays_locked_is_no_bug(empty: str) -> None:
    await migrate(empty, files=[FIRST])
    async with administer(empty) as till, till.transaction():
        await till.execute("LOCK TABLE points_first")
        with pytest.raises(TableLocked):
            await migrate(empty, files=[FIRST, HELD])
    assert await migrate(empty, files=[FIRST, HELD]) == 1
