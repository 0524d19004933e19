"""Databases beside the shared one: brought to today, with nothing in them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, administer, connect
from liuke.kernel.migrate import migrate
from liuke.providers.postgres import Server


@asynccontextmanager
async def untouched(server: Server, name: str) -> AsyncIterator[Database]:
    """Make a database on a test's server, and connect as the application's own role."""
    drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    async with administer(server.admin_url) as admin:
        await admin.execute(drop)
        await admin.execute(f"CREATE DATABASE {name} OWNER liuke_owner")
    await migrate(server.admin_url.replace("/liuke?", f"/{name}?"))
    database = await connect(
        server.app_url.replace("/liuke?", f"/{name}?"), Keys.for_tests(), size=8
    )
    yield database
    await database.close()
    async with administer(server.admin_url) as admin:
        await admin.execute(drop)
