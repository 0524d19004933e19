"""A server and a rig of their own for each test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from liuke.kernel.migrate import migrate
from liuke.providers.postgres import Server
from tests.surfaces.conftest import app, quiet, town
from tests.torture.figures import figure
from tests.torture.rig import Rig

__all__ = ["app", "figure", "quiet", "town"]


@pytest_asyncio.fixture(loop_scope="session")
async def victim() -> AsyncIterator[Server]:
    """Start and migrate a server that is there to be killed."""
    home = Path(tempfile.mkdtemp(prefix="lk-rig-"))
    server = Server(home, fast=True, progress=lambda _: None)
    await server.start()
    await migrate(server.admin_url)
    yield server
    await server.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest_asyncio.fixture(loop_scope="session")
async def rig(victim: Server) -> AsyncIterator[Rig]:
    """Let two tills and a worker be at work there."""
    rig = await Rig.build(victim)
    rig.open_till()
    rig.open_till()
    rig.start_worker()
    yield rig
    rig.close()


@pytest_asyncio.fixture(loop_scope="session")
async def cafe(victim: Server) -> Rig:
    """Open the shop alone, with nobody at work yet."""
    return await Rig.build(victim)
