"""One real PostgreSQL for the whole run; a test is a transaction rolled back."""

from __future__ import annotations

import io
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

from liuke.bootstrap import load_parts
from liuke.kernel import log
from liuke.kernel.actor import Actor, system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, Tx, begin, connect
from liuke.kernel.ids import MerchantId
from liuke.kernel.migrate import migrate
from liuke.providers.postgres import Server
from tests import make

load_parts()
# No test asserts a timing; a slow machine finds no other bugs.
settings.register_profile(
    "liuke", deadline=None, database=DirectoryBasedExampleDatabase(".cache/hypothesis")
)
settings.load_profile("liuke")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first: whoever is free takes the next, and short ones fill the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda it: (not it.path.name.startswith("test_browser"), it.path not in slow))


class Undo(BaseException):
    """Leaves a transaction without keeping anything."""


@dataclass
class Shop:
    """A committed merchant of its own, for tests that need real rivals."""

    database: Database
    actor: Actor

    def begin(self, now: datetime | None = None) -> AbstractAsyncContextManager[Tx]:
        """Open a real transaction on a connection of its own."""
        return begin(self.database, self.actor, now=now)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Log into a text that a test can read."""
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers, root.level
    log.configure("debug", stream)
    yield stream
    root.handlers, root.level = before
    log.configure("error")


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """Return a short-lived folder whose path is short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="lk-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(home: Path) -> AsyncIterator[Server]:
    """Start the embedded server once per worker and migrate it to today."""
    server = Server(home, fast=True)
    await server.start()
    await migrate(server.admin_url)
    yield server
    await server.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def database(server: Server) -> AsyncIterator[Database]:
    """Connect as the application's own role, fences up."""
    database = await connect(server.app_url, Keys.for_tests(), size=32)
    yield database
    await database.close()


@pytest_asyncio.fixture(loop_scope="session")
async def tx(database: Database) -> AsyncIterator[Tx]:
    """Open a transaction of a new merchant with one store; nothing of it stays.

    Deferred constraints are checked before it is undone: a rolled-back test never fires them.
    """
    opened = begin(database, system(MerchantId.new(), "test"))
    tx = await opened.__aenter__()
    await make.merchant(tx)
    yield tx
    await tx.settle()
    await make.check_deferred(tx)
    with suppress(Undo):
        await opened.__aexit__(Undo, Undo(), None)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(database: Database) -> Shop:
    """Commit a merchant of its own with one store."""
    shop = Shop(database, system(MerchantId.new(), "test"))
    async with shop.begin() as tx:
        await make.merchant(tx)
    return shop
