"""PgBouncer in transaction mode, where the machine has one: as a shop would put it there."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from liuke.providers.postgres import Server
from liuke.providers.postgres.account import own, server_account
from tests.torture.pooler import SOCKET

NEEDS_PGBOUNCER = pytest.mark.skipif(
    shutil.which("pgbouncer") is None, reason="needs pgbouncer on PATH"
)
# In turn: by itself it lends the one that came back last, and one client would never change.
CONFIGURATION = """
[databases]
{database} = host={server} port=5432 dbname={database}

[pgbouncer]
pool_mode = transaction
default_pool_size = {connections}
query_wait_timeout = 10
server_round_robin = 1
listen_port = 5432
unix_socket_dir = {folder}
auth_type = scram-sha-256
auth_file = {folder}/users.txt
logfile = {folder}/log
"""


async def listens(path: Path) -> bool:
    """Tell whether connections are taken; the file is there a moment before they are."""
    try:
        _, writer = await asyncio.open_unix_connection(path)
    except OSError:
        return False
    writer.close()
    return True


@asynccontextmanager
async def pgbouncer(
    server: Server, url: str, folder: Path, connections: int
) -> AsyncIterator[None]:
    """Run one before `url` of the server while the block runs; it refuses to be root."""
    account, parts = server_account(), urlsplit(url)
    own(folder, account)
    (folder / "users.txt").write_text(f'"{parts.username}" "{parts.password}"\n')
    (folder / "ini").write_text(
        CONFIGURATION.format(
            database=parts.path[1:],
            server=server.folders.socket,
            folder=folder,
            connections=connections,
        )
    )
    user: dict[str, Any] = {"user": account.uid, "group": account.gid, "extra_groups": []}
    process = subprocess.Popen(  # noqa: ASYNC220 -- it starts at once
        [shutil.which("pgbouncer") or "", "-q", str(folder / "ini")],
        stderr=subprocess.DEVNULL,
        **(user if account.dropped else {}),
    )
    try:
        async with asyncio.timeout(20):
            while not await listens(folder / SOCKET):
                assert process.poll() is None, (folder / "log").read_text()
                await asyncio.sleep(0.02)
        yield
    finally:
        process.kill()
        process.wait()
