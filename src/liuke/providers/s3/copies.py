"""Copies of files below a folder: never more than so many bytes, the longest unread leave first.

Several processes may share the folder. Whoever reads says so in a file of its own, a *pin*, locked
for as long as it lives: what a pin names is not deleted, and what it names and is not there yet
counts as if it were. A file's name says how many bytes it has.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from uuid import uuid4

from liuke.domains.analytics import QuestionTooLarge, StorageAway
from liuke.kernel.spool import unwritable

FILES = "*/*/*.parquet"
PINS = ".pins"
ASIDE = ".fetch-"


class Copies:
    """Files below `folder`, `most` bytes of them."""

    def __init__(self, folder: Path, most: int) -> None:
        """Keep copies below a folder."""
        self.folder = folder
        self.most = most

    @contextmanager
    def pinned(self, files: Sequence[str]) -> Iterator[None]:
        """Make room for files, and keep them from being deleted while the block runs.

        Raises:
            QuestionTooLarge: they are more than ever fit.
            StorageAway: there is no room for them while others read.
            FolderUnwritable: the folder is not ours.
        """
        names = {str(Path(file).relative_to(self.folder)) for file in files}
        with ExitStack() as kept:
            with unwritable(), self._alone():
                self._pin(names, kept)
            yield

    def used(self) -> int:
        """Return how many bytes are there."""
        return sum(path.stat().st_size for path in self.folder.glob(FILES))

    def trim(self) -> None:
        """Delete what is beyond the bound and nobody reads."""
        with self._alone(), suppress(StorageAway):
            self._fit(self._pinned())

    def drop(self, files: Sequence[Path]) -> None:
        """Delete copies, whoever reads them: what is open stays so."""
        with self._alone():
            for path in files:
                path.unlink(missing_ok=True)

    def shed(self, folder: Path, known: Collection[Path], than: datetime) -> int:
        """Delete the copies below a folder that are not known and were not read since."""
        with self._alone():
            pinned = self._pinned()
            over = [
                path
                for path in [*folder.glob("*/*.parquet"), *folder.glob(f"*/{ASIDE}*")]
                if path not in known
                and path.stat().st_mtime < than.timestamp()
                and str(path.relative_to(self.folder)) not in pinned
            ]
            for path in over:
                path.unlink()
        return len(over)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.joinpath(PINS).mkdir(parents=True, exist_ok=True)
        with self.folder.joinpath(f"{PINS}.lock").open("a") as lock:
            flock(lock, LOCK_EX)
            yield

    def _pin(self, names: Collection[str], kept: ExitStack) -> None:
        there = [name for name in names if self.folder.joinpath(name).exists()]
        if len(there) < len(names):
            if sum(map(size_of, names)) > self.most:
                raise QuestionTooLarge(f"LIUKE_LAKE_CACHE_MB {self.most >> 20}")
            self._fit(self._pinned() | set(names))
        pin = self.folder / PINS / uuid4().hex
        file = kept.enter_context(pin.open("x", encoding="utf-8"))
        kept.callback(pin.unlink)
        flock(file, LOCK_EX)
        file.write("\n".join(names))
        file.flush()
        for name in there:
            os.utime(self.folder / name)

    def _pinned(self) -> set[str]:
        """Return what is being read, and forget the pins of those who were killed."""
        found: set[str] = set()
        for pin in self.folder.joinpath(PINS).iterdir():
            with pin.open(encoding="utf-8") as file:
                try:
                    flock(file, LOCK_EX | LOCK_NB)
                    pin.unlink()
                except BlockingIOError:
                    found.update(file.read().splitlines())
        return found

    def _fit(self, wanted: Collection[str]) -> None:
        """Delete the longest unread until what is wanted fits.

        Raises:
            StorageAway: it does not.
        """
        held = {str(path.relative_to(self.folder)): path.stat() for path in self.folder.glob(FILES)}
        used = sum(one.st_size for one in held.values())
        used += sum(size_of(name) for name in wanted if name not in held)
        for name in sorted(held.keys() - wanted, key=lambda name: held[name].st_mtime):
            if used <= self.most:
                return
            self.folder.joinpath(name).unlink()
            used -= held[name].st_size
        if used > self.most:
            raise StorageAway("no room for copies while others read")


def size_of(name: str) -> int:
    """Return how many bytes a file has, by its name.

    >>> size_of("mch_1/checkout_line/2026-01-00000007-0123456789ab-4711.parquet")
    4711
    """
    return int(name.rpartition("-")[2].removesuffix(".parquet"))
