"""Servers of their own, for tests that start, stop and kill them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from liuke.providers.postgres import Server


@pytest.fixture
def own_home() -> Iterator[Path]:
    """Return an empty home outside pytest's own folders, which are closed to other users."""
    with short_folder() as folder:
        yield folder


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def spare() -> AsyncIterator[Server]:
    """Return a server that the tests of one file may ruin, if they leave it running."""
    with short_folder() as home:
        server = Server(home, fast=True)
        await server.start()
        yield server
        await server.stop()


@contextmanager
def short_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="lk-own-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
