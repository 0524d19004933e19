"""The spool: rows stream from PostgreSQL into a file aside, and from there into Parquet.

While one piece is pressed on a thread the next one streams in; no more than two exist at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar
from uuid import uuid4

from liuke.kernel.problems import Problem

T = TypeVar("T")
R = TypeVar("R")

PIECE_BYTES = 64 << 20


@dataclass(eq=False)
class FolderUnwritable(Problem):
    """A folder takes no more: its disk is full, or it is not ours."""

    status = 503
    title = "A folder cannot be written to: its disk is full, or it is not ours."
    title_zh = "目录无法写入：磁盘已满或没有权限。"
    reason: str


async def one_by_one(step: Callable[[T], Awaitable[R]], items: Iterable[T]) -> list[R]:
    """Do for each item in turn what is a transaction, or several, of its own."""
    return [await step(item) for item in items]


async def until_one(step: Callable[[T], Awaitable[R]], items: Iterator[T]) -> R | None:
    """Take items from `items` until a step gives something; None when there are no more."""
    for item in items:
        if found := await step(item):
            return found
    return None


async def until_none(step: Callable[[], Awaitable[R | None]]) -> list[R]:
    """Repeat a step until it gives None, and return what it gave."""
    found = []
    while (one := await step()) is not None:
        found.append(one)
    return found


class Spool(Generic[R]):
    """Takes rows as they come and presses them piece by piece; `close` in any case."""

    def __init__(
        self,
        folder: Path,
        press: Callable[[Path], Sequence[R]],
        *,
        piece_bytes: int = PIECE_BYTES,
    ) -> None:
        """Spool below `folder`; `press` turns a whole piece into files."""
        self.folder = folder
        self.press = press
        self.piece_bytes = piece_bytes
        self.pressed: list[R] = []
        self._file: BinaryIO | None = None
        self._place = folder
        self._size = 0
        self._pressing: asyncio.Task[None] | None = None
        self._failure: Problem | None = None

    async def take(self, rows: bytes) -> None:
        """Keep whole rows; a full piece is handed on.

        What fails is told by `finish`: a stream that is broken off half-way takes the driver half
        a minute to leave, so that the rest is rather let go.
        """
        if self._failure is not None:
            return
        try:
            self._keep(rows)
            if self._size >= self.piece_bytes:
                await self._hand_on()
        except Problem as failure:
            self._failure = failure

    async def finish(self) -> list[R]:
        """Press what is left and return every file.

        Raises:
            FolderUnwritable: the folder takes no more; or what the press refused.
        """
        if self._failure is not None:
            raise self._failure
        await self._hand_on()
        if self._pressing is not None:
            await self._pressing
        return self.pressed

    async def close(self) -> None:
        """Leave nothing behind of what was not pressed."""
        if self._pressing is not None:
            await asyncio.wait([self._pressing])
        if self._file is not None:
            self._file.close()
            self._place.unlink(missing_ok=True)

    def _keep(self, rows: bytes) -> None:
        with unwritable():
            if self._file is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._place = self.folder / f"{uuid4().hex}.csv"
                self._file = self._place.open("xb", buffering=0)
            self._file.write(rows)
        self._size += len(rows)

    async def _hand_on(self) -> None:
        if self._pressing is not None:
            await self._pressing
            self._pressing = None
        if self._file is None:
            return
        self._file.close()
        place, self._file, self._size = self._place, None, 0
        self._pressing = asyncio.create_task(self._press(place))

    async def _press(self, place: Path) -> None:
        self.pressed += await asyncio.to_thread(self._press_whole, place)

    def _press_whole(self, place: Path) -> Sequence[R]:
        try:
            with unwritable():
                return self.press(place)
        finally:
            place.unlink(missing_ok=True)


@contextmanager
def unwritable() -> Iterator[None]:
    """Tell a folder that fails us from a database that is away.

    Raises:
        FolderUnwritable: it takes no more.
    """
    try:
        yield
    except OSError as failure:
        raise FolderUnwritable(failure.strerror or str(failure)) from failure
