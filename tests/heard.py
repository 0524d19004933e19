"""What a transaction says to the database, statement by statement."""

from __future__ import annotations

from typing import Any

from liuke.kernel.db import Tx


class Heard:
    """A connection that remembers every statement sent through it."""

    def __init__(self, connection: Any, statements: list[str]) -> None:
        self._connection = connection
        self._statements = statements

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._connection, name)
        if not name.startswith("fetch"):
            return found

        async def ask(text: str, *given: Any, **more: Any) -> Any:
            self._statements.append(text)
            return await found(text, *given, **more)

        return ask


def listen(tx: Tx) -> list[str]:
    """Return the statements of a transaction from now on, as they come."""
    statements: list[str] = []
    tx._connection = Heard(tx._connection, statements)  # noqa: SLF001 -- nobody else hears them
    return statements
