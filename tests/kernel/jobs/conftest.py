"""A database and workers of their own: jobs look over every merchant, and are killed."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest_asyncio

from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, connect
from liuke.kernel.ids import MerchantId
from liuke.kernel.jobs import Declared
from liuke.kernel.jobs.queue import Pace
from liuke.kernel.jobs.worker import Worker
from liuke.kernel.migrate import migrate
from liuke.providers.postgres import Server
from tests.kernel.jobs.parts import Shop
from tests.torture.figures import figure

__all__ = ["figure"]

SCRIPT = Path(__file__).with_name("worker_script.py")
PACE = Pace(
    heartbeat_seconds=1.5,
    poll_seconds=0.05,
    schedule_seconds=0.2,
    reconcile_seconds=0.5,
)


@dataclass
class Plant:
    """One database, and the workers that a test runs on it."""

    server: Server
    database: Database
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    async def shop(self) -> Shop:
        """Open a merchant of its own."""
        shop = Shop(self.database, MerchantId.new())
        await shop.open()
        return shop

    @asynccontextmanager
    async def worker(
        self, declared: Declared, *, through: Path | None = None
    ) -> AsyncIterator[Worker]:
        """Run a worker in this process, whose queue is reached `through` another socket."""
        database = await connect(self.server.worker_url, Keys.for_tests(), size=8)
        socket = str(self.server.folders.socket)
        url = self.server.worker_url.replace(socket, str(through or socket))
        worker = Worker(database, url, declared=declared, pace=PACE)
        task = asyncio.create_task(worker.run())
        try:
            yield worker
        finally:
            worker.stop()
            await task
            await database.close()

    async def process(self, part: str) -> subprocess.Popen[bytes]:
        """Run a worker in a process of its own, with the jobs of one part; it is at work now."""
        process = started([str(SCRIPT), self.server.worker_url, part])
        self.processes.append(process)
        assert process.stdout is not None
        assert await asyncio.to_thread(process.stdout.readline) == b"up\n"
        return process

    def end(self) -> None:
        """Kill the processes that are left."""
        for process in self.processes:
            with process:
                process.kill()
        self.processes.clear()


def started(arguments: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site() -> AsyncIterator[Plant]:
    """Start and migrate a database for the tests of one file."""
    home = Path(tempfile.mkdtemp(prefix="lk-jobs-"))
    server = Server(home, fast=True)
    await server.start()
    await migrate(server.admin_url)
    database = await connect(server.app_url, Keys.for_tests(), size=8)
    yield Plant(server, database)
    await database.close()
    await server.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest_asyncio.fixture(loop_scope="session")
async def plant(site: Plant) -> AsyncIterator[Plant]:
    """Return the database with no worker on it, and leave none."""
    yield site
    site.end()


async def until(
    condition: Callable[[], Coroutine[Any, Any, object]], *, seconds: float = 120
) -> None:
    """Wait until something asynchronous is true."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 -- another process makes it true
            await asyncio.sleep(0.05)
