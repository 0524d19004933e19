"""Databases in memory that outlive a question: opening one costs more than many a question does."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import Any, NamedTuple
from weakref import finalize

from liuke.providers.duckdb.opening import opened


class Seat(NamedTuple):
    """A database, the files it may read, and what closes it."""

    database: Any
    paths: frozenset[str]
    closing: ExitStack


class Kept:
    """Lends databases to one question each, and keeps the last ones that came back whole."""

    def __init__(self, *, memory_mb: int, threads: int, most: int) -> None:
        """Set what a database may use, and how many may wait for their next question."""
        self.memory_mb = memory_mb
        self.threads = threads
        self._idle: deque[Seat] = deque()
        self._most = most
        self._lock = Lock()
        finalize(self, _closed, self._idle)

    @contextmanager
    def lent(self, paths: frozenset[str]) -> Iterator[Any]:
        """Lend a connection that may read these files; nothing a question made outlives it.

        A database is closed whose question failed: a fault of its own would end all that follow.
        """
        seat = self._waiting(paths) or self._new(paths)
        with seat.closing as closing:
            with seat.database.cursor() as connection:
                yield connection
            self._wait(seat._replace(closing=closing.pop_all()))

    def _waiting(self, paths: frozenset[str]) -> Seat | None:
        with self._lock:
            found = next((seat for seat in self._idle if seat.paths == paths), None)
            if found is not None:
                self._idle.remove(found)
            return found

    def _new(self, paths: frozenset[str]) -> Seat:
        closing = ExitStack()
        database = closing.enter_context(
            opened(memory_mb=self.memory_mb, threads=self.threads, paths=sorted(paths))
        )
        return Seat(database, paths, closing)

    def _wait(self, seat: Seat) -> None:
        with self._lock:
            self._idle.append(seat)
            gone = self._idle.popleft() if len(self._idle) > self._most else None
        if gone is not None:
            gone.closing.close()


def _closed(idle: deque[Seat]) -> None:
    while idle:
        idle.pop().closing.close()
