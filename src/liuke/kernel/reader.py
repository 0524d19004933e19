"""Reading everything: statements outside tenancy and outside any transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

from liuke.kernel.db import administer, prepare
from liuke.kernel.rows import Sql

R = TypeVar("R")


class Reads(Protocol):
    """Whatever runs statements: a transaction, or a reader of everything."""

    async def rows(self, sql: Sql[R], /, *args: Any) -> list[R]:
        """Run a statement and return its rows as values."""
        ...


class Reader:
    """Runs statements as an administrator or as `liuke_verify`."""

    def __init__(self, connection: Any) -> None:
        """Wrap an open connection; use `reading`."""
        self._connection = connection

    async def rows(self, sql: Sql[R], *args: Any) -> list[R]:
        """Run a statement and return its rows as values."""
        read = sql.read
        return [read(record) for record in await self._connection.fetch(sql.text, *args)]


@asynccontextmanager
async def reading(url: str) -> AsyncIterator[Reader]:
    """Open a reader, as the role that `url` names.

    Raises:
        DatabaseAway: nothing answers at `url`.
    """
    async with administer(url) as connection:
        await prepare(connection)
        yield Reader(connection)
