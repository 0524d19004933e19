"""Starting: `liuke up` on a warm database to its first 200, and importing the package.

The limits are the ones we promised: two seconds, and 0.7 seconds.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import perf_counter

from bench.client import Client
from bench.figures import ROUNDS, Figure
from bench.ground import make_home

UP_SECONDS, IMPORT_SECONDS, PATIENCE_SECONDS = 2.0, 0.7, 60.0
POLL_SECONDS = 0.005
IMPORT = """
from time import perf_counter
start = perf_counter()
import liuke.__main__
print(perf_counter() - start)
"""


async def up(home: Path) -> float:
    """Start the product, return the seconds to its first answer, and stop it."""
    start = perf_counter()
    async with started(home) as port:
        while not await healthy(port):
            assert perf_counter() - start < PATIENCE_SECONDS, "it does not start"
            await asyncio.sleep(POLL_SECONDS)
        return perf_counter() - start


@asynccontextmanager
async def started(home: Path) -> AsyncIterator[int]:
    """Run `liuke up` on a free port in a process of its own."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "liuke", "up", "--port", str(port),
        env=os.environ | {"LIUKE_HOME": str(home), "LIUKE_LOG_LEVEL": "error"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield port
    finally:
        process.terminate()
        await process.wait()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def healthy(port: int) -> bool:
    """Tell whether it answers and says that it is well."""
    try:
        async with Client(port, {}) as http:
            status, _ = await http.get("/health")
    except (OSError, asyncio.IncompleteReadError):
        return False
    return status == 200


async def imported() -> float:
    """Return how long a fresh interpreter takes to import the package."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", IMPORT, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    return float(said)


async def run() -> AsyncIterator[Figure]:
    """Start once so that the database is there, then measure starts and imports in turn."""
    home = make_home()
    try:
        await up(home)
        await imported()
        kinds = (("up", partial(up, home), UP_SECONDS), ("import", imported, IMPORT_SECONDS))
        taken: dict[str, list[float]] = {name: [] for name, _, _ in kinds}
        for _ in range(ROUNDS):
            for name, work, _ in kinds:
                taken[name].append(await work())
        for name, _, limit in kinds:
            value = median(taken[name])
            yield Figure(
                f"startup/{name}", round(value, 3), "s", limit, round(value / limit, 3), ROUNDS
            )
    finally:
        rmtree(home, ignore_errors=True)
