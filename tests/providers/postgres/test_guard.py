"""The start-up guard refuses each setting that would make a promise false."""

from __future__ import annotations

import asyncio
from pathlib import Path

import asyncpg
import pytest
from msgspec.structs import replace

from liuke.bootstrap import running
from liuke.kernel.settings import Settings
from liuke.providers.postgres import Server, UnsafeDatabase, guard
from liuke.providers.postgres.guard import Standing, faults, warnings

pytestmark = pytest.mark.inv("S12")

SOUND = Standing(
    version=180006,
    fsync=True,
    full_page_writes=True,
    row_security=True,
    data_checksums=True,
    synchronous_commit="on",
    role="liuke_app",
    superuser=False,
    bypasses_fences=False,
    owns=False,
    unlogged_queue=False,
    log_min_messages="log",
    shared=False,
)


async def test_our_own_server_passes(server: Server) -> None:
    assert await guard(server.app_url, external=False) == []
    assert await guard(server.worker_url, external=False) == []


async def run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def refusal(server: Server) -> tuple[str, ...]:
    with pytest.raises(UnsafeDatabase) as refused:
        await guard(server.app_url, external=False)
    return refused.value.faults


@pytest.mark.slow
async def test_each_bad_setting_of_a_live_server_is_refused(spare: Server) -> None:
    admin = spare.admin_url
    for setting in ("fsync", "full_page_writes"):
        await run(admin, f"ALTER SYSTEM SET {setting} = off", "SELECT pg_reload_conf()")
        await asyncio.sleep(0.2)
        assert await refusal(spare) == (f"{setting} is off",)
        await run(admin, f"ALTER SYSTEM RESET {setting}", "SELECT pg_reload_conf()")
        await asyncio.sleep(0.2)
    await run(admin, "ALTER ROLE liuke_app SET row_security = off")
    assert await refusal(spare) == ("row_security is off",)
    await run(admin, "ALTER ROLE liuke_app RESET row_security")
    for weak in ("off", "local", "remote_write"):
        await run(admin, f"ALTER ROLE liuke_app SET synchronous_commit = {weak}")
        assert await refusal(spare) == (f"synchronous_commit is {weak}, weaker than on",)
    await run(admin, "ALTER ROLE liuke_app RESET synchronous_commit")


async def test_each_role_with_too_much_power_is_refused(spare: Server) -> None:
    admin = spare.admin_url
    await run(admin, "ALTER ROLE liuke_app BYPASSRLS")
    assert await refusal(spare) == ("the role liuke_app bypasses row-level security",)
    await run(admin, "ALTER ROLE liuke_app NOBYPASSRLS", "GRANT liuke_owner TO liuke_app")
    assert await refusal(spare) == ("the role liuke_app owns tables or the database",)
    await run(admin, "REVOKE liuke_owner FROM liuke_app", "CREATE TABLE mine (id int)")
    await run(admin, "ALTER TABLE mine OWNER TO liuke_app")
    assert await refusal(spare) == ("the role liuke_app owns tables or the database",)
    await run(admin, "DROP TABLE mine", "ALTER ROLE liuke_app SUPERUSER")
    assert "the role liuke_app is a superuser" in await refusal(spare)
    await run(admin, "ALTER ROLE liuke_app NOSUPERUSER")


async def test_an_unlogged_queue_is_refused(spare: Server) -> None:
    await run(spare.admin_url, "CREATE SCHEMA queue", "CREATE UNLOGGED TABLE queue.j (id int)")
    assert await refusal(spare) == ("the job queue's tables are not logged",)
    await run(spare.admin_url, "DROP SCHEMA queue CASCADE")


def test_an_older_server_is_refused() -> None:
    old = replace(SOUND, version=170005)
    assert faults(old, external=True) == ["PostgreSQL is older than 18"]


def test_a_server_that_would_quote_values_in_its_log_is_warned_of() -> None:
    assert warnings(SOUND) == []
    ((warning, warning_zh),) = warnings(replace(SOUND, log_min_messages="warning"))
    assert "ALTER ROLE liuke_app SET log_min_messages = log" in warning
    assert "ALTER ROLE liuke_app SET log_min_messages = log" in warning_zh


@pytest.mark.slow
async def test_whoever_starts_it_is_told_of_a_warning_once(spare: Server, tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path, database_url=spare.app_url, worker_url=spare.worker_url, outbox="off"
    )
    async with running(settings) as found:
        assert found.warnings == ()
    await run(spare.admin_url, "ALTER ROLE liuke_app RESET log_min_messages")
    try:
        async with running(settings) as found:
            ((warning, _),) = found.warnings
        assert "ALTER ROLE liuke_app SET" in warning
    finally:
        await run(spare.admin_url, "ALTER ROLE liuke_app SET log_min_messages = log")


def test_missing_checksums_are_refused_on_our_spare_and_forgiven_elsewhere() -> None:
    bare = replace(SOUND, data_checksums=False)
    assert faults(bare, external=False) == ["data_checksums is off"]
    assert faults(bare, external=True) == []


def test_a_pooler_at_the_server_s_own_address_is_refused() -> None:
    (fault,) = faults(replace(SOUND, shared=True), external=True)
    assert "LIUKE_POOL_URL" in fault


def test_every_fault_is_named_at_once() -> None:
    bad = replace(SOUND, fsync=False, superuser=True)
    assert len(faults(bad, external=True)) == 2


async def test_no_role_that_serves_may_pass_a_fence(server: Server, tmp_path: Path) -> None:
    """Jobs run over every merchant's rows: the worker's role is looked at like the till's."""
    powerful = Settings(
        home=tmp_path, database_url=server.app_url, worker_url=server.admin_url, outbox="off"
    )
    with pytest.raises(UnsafeDatabase) as refused:
        async with running(powerful):
            pass
    assert "the role liuke_admin is a superuser" in refused.value.faults
