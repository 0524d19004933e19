"""The embedded server: shared, kept alive, closed to others, and never taken for another."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import psutil
import pytest

from liuke.providers.postgres import FolderUnreachable, Server, ServerNotStarted
from liuke.providers.postgres.keeper import is_our_server

pytestmark = pytest.mark.slow

SECOND_PROCESS = """
import asyncio, sys
from pathlib import Path
from liuke.providers.postgres import Server

async def main():
    server = Server(Path(sys.argv[1]), fast=True, progress=lambda message: None)
    await server.start()
    print("up", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await server.stop()

asyncio.run(main())
"""
NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs a second user to try with")


def second_process(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", SECOND_PROCESS, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


@asynccontextmanager
async def rival(home: Path) -> AsyncIterator[subprocess.Popen[bytes]]:
    """Run a second Liuke on the same home."""
    with second_process(home) as process:
        assert process.stdout is not None
        assert await asyncio.to_thread(process.stdout.readline) == b"up\n"
        yield process
        process.kill()


def postmaster(home: Path) -> psutil.Process:
    return psutil.Process(int((home / "postgres/data/postmaster.pid").read_text().split()[0]))


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def patiently(url: str, question: str, seconds: float = 60) -> object:
    """Ask again while the server is away."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                return await ask(url, question)
            except (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError):
                await asyncio.sleep(0.1)


@pytest.mark.inv("S8")
async def test_two_processes_share_one_server_and_either_may_be_killed(own_home: Path) -> None:
    server = Server(own_home, fast=True)
    async with rival(own_home) as first:
        await server.start()
        started = await ask(server.app_url, "SELECT pg_postmaster_start_time()")
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        await asyncio.sleep(0.3)
        assert await ask(server.app_url, "SELECT pg_postmaster_start_time()") == started
    process = postmaster(own_home)
    await server.stop()
    assert not process.is_running()


@pytest.mark.inv("S8")
async def test_killing_the_last_liuke_shuts_the_server_down_cleanly(own_home: Path) -> None:
    async with rival(own_home) as only:
        process = postmaster(own_home)
        os.kill(only.pid, signal.SIGKILL)
        only.wait()
        await asyncio.to_thread(psutil.wait_procs, [process], 60)
        assert not process.is_running()
    log = (own_home / "postgres/server.log").read_text()
    assert log.rstrip().endswith("database system is shut down")
    server = Server(own_home, fast=True)
    await server.start()
    await server.stop()
    assert "not properly shut down" not in (own_home / "postgres/server.log").read_text()


@pytest.mark.inv("S8")
async def test_a_stop_by_one_leaves_the_other_served(spare: Server) -> None:
    second = Server(spare.folders.home, fast=True)
    await second.start()
    await second.stop()
    assert await ask(spare.app_url, "SELECT 1") == 1


@pytest.mark.inv("S1")
async def test_a_killed_server_is_started_again(spare: Server) -> None:
    before = await ask(spare.app_url, "SELECT pg_postmaster_start_time()")
    process = postmaster(spare.folders.home)
    for victim in (process, *process.children()):
        victim.kill()
    await asyncio.to_thread(psutil.wait_procs, [process], 60)
    assert await patiently(spare.app_url, "SELECT pg_postmaster_start_time()") != before


@pytest.mark.inv("S1")
async def test_a_server_with_a_killed_child_is_started_again(
    spare: Server,
) -> None:
    before = await ask(spare.app_url, "SELECT pg_postmaster_start_time()")
    process = postmaster(spare.folders.home)
    process.children()[0].kill()
    await asyncio.to_thread(psutil.wait_procs, [process], 60)
    assert await patiently(spare.app_url, "SELECT pg_postmaster_start_time()") != before


@pytest.mark.inv("S1")
async def test_a_killed_keeper_is_replaced_and_the_data_stay_clean(
    spare: Server,
) -> None:
    process = postmaster(spare.folders.home)
    keeper = process.parent()
    logged = spare.folders.log.stat().st_size
    assert keeper is not None
    keeper.kill()
    await asyncio.to_thread(psutil.wait_procs, [process], 60)
    assert await patiently(spare.app_url, "SELECT 1") == 1
    log = spare.folders.log.read_bytes()[logged:].decode()
    assert "database system is shut down" in log
    assert "not properly shut down" not in log


def sleeper(uid: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["/bin/sleep", "60"], user=uid, cwd="/")


@pytest.mark.inv("S9")
async def test_a_pid_file_that_names_another_program_does_not_stop_the_start(
    own_home: Path,
) -> None:
    server = Server(own_home, fast=True)
    await server.start()
    await server.stop()
    account = server.account
    assert account is not None
    # A program of the very user that PostgreSQL runs as: it would believe this one.
    with sleeper(account.uid) as innocent:
        pid_file = own_home / "postgres/data/postmaster.pid"
        pid_file.write_text(f"{innocent.pid}\n{own_home}/postgres/data\n0\n5432\n/x\n\n0 0\n")
        os.chown(pid_file, account.uid, account.gid)
        await server.start()
        assert await ask(server.app_url, "SELECT 1") == 1
        assert innocent.poll() is None
        await server.stop()
        innocent.kill()


@pytest.mark.inv("S9")
async def test_a_pid_is_ours_only_with_our_program_and_our_folder(server: Server) -> None:
    data = server.folders.data
    pid = postmaster(server.folders.home).pid
    assert is_our_server(pid, str(data))
    assert not is_our_server(pid, str(data.parent))
    assert not is_our_server(os.getpid(), str(data))


@as_root
@pytest.mark.inv("S11")
async def test_another_user_cannot_reach_the_socket_or_the_secrets(server: Server) -> None:
    path = f"{server.folders.socket}/.s.PGSQL.5432"
    assert await asyncio.to_thread(reachable_by_nobody, path, server.folders.passwords) == 0


def reachable_by_nobody(path: str, secrets: Path) -> int:
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        os._exit(reachable(path, secrets))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def reachable(path: str, secrets: Path) -> int:
    """Return how many of the two doors are open to this process."""
    doors = 0
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.connect(path)
        doors += 1
    except PermissionError:
        pass
    try:
        secrets.read_text()
        doors += 1
    except PermissionError:
        pass
    return doors


@pytest.mark.inv("S11")
async def test_nothing_listens_on_the_network_and_nobody_is_trusted(server: Server) -> None:
    process = postmaster(server.folders.home)
    assert process.net_connections("inet") == []
    assert await ask(server.admin_url, "SELECT current_setting('listen_addresses')") == ""
    rules = "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"
    assert await ask(server.admin_url, rules) == "scram-sha-256"
    wrong = re.sub(r"liuke_app:[^@]+", "liuke_app:wrong", server.app_url)
    with pytest.raises(asyncpg.InvalidPasswordError):
        await ask(wrong, "SELECT 1")


@as_root
@pytest.mark.inv("S11")
async def test_root_runs_the_server_as_its_own_user_in_closed_folders(server: Server) -> None:
    folders = server.folders
    owner = folders.data.stat().st_uid
    assert owner not in {0, NOBODY}
    assert postmaster(folders.home).uids().real == owner
    for folder in (folders.data, folders.socket):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(folders.passwords.stat().st_mode) == 0o600
    # Configuration that the server could write would be a way from its user to root's files.
    assert folders.root.stat().st_uid == folders.configuration.stat().st_uid == 0


@as_root
@pytest.mark.inv("S11")
async def test_a_closed_parent_folder_is_named_and_not_opened(own_home: Path) -> None:
    closed = own_home / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(FolderUnreachable) as refusal:
        await Server(closed / "home", fast=True).start()
    assert refusal.value.blocked_at == str(closed)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def passable(folder: Path) -> Path:
    folder.chmod(0o711)
    return folder


async def test_a_long_home_gets_a_short_socket(own_home: Path) -> None:
    server = Server(passable(own_home) / ("long" * 30), fast=True)
    await server.start()
    try:
        assert len(str(server.folders.socket)) < 60
        assert stat.S_IMODE(server.folders.socket.stat().st_mode) == 0o700
        assert await ask(server.app_url, "SELECT 1") == 1
    finally:
        await server.stop()
        server.folders.socket.rmdir()


async def test_a_server_that_will_not_start_is_given_up_with_its_reason(own_home: Path) -> None:
    server = Server(own_home, fast=True)
    await server.start()
    await ask(server.admin_url, "ALTER SYSTEM SET shared_preload_libraries = 'absent'")
    await server.stop()
    server.give_up_seconds = 2.0
    with pytest.raises(ServerNotStarted) as refusal:
        await server.start()
    assert "absent" in refusal.value.tail


async def test_a_half_made_cluster_is_made_again(own_home: Path) -> None:
    half = own_home / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    server = Server(own_home, fast=True)
    await server.start()
    try:
        assert await ask(server.app_url, "SELECT 1") == 1
    finally:
        await server.stop()
    assert not half.exists()
