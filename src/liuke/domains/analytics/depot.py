"""Where the lake's files are for good: a folder of this machine, or storage elsewhere."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from liuke.kernel.spool import unwritable


class Depot(Protocol):
    """Keeps files that never change under names that are never used again; every call blocks.

    Everybody names a file by where it is read: below the folder of this process's `Seat`.
    """

    def keep(self, written: Sequence[tuple[Path, Path]]) -> None:
        """Take files that were written aside to their places; they are durable after that.

        Raises:
            FolderUnwritable: the folder takes no more.
            StorageAway: the storage does not answer.
            StorageClosed: it lets us do nothing.
        """
        ...

    def reading(self, files: Sequence[str]) -> AbstractContextManager[None]:
        """Have files where they are read for as long as the block runs.

        Raises:
            LakeMovedOn: one was deleted.
            QuestionTooLarge: they do not fit.
            FolderUnwritable, StorageAway, StorageClosed: as above.
        """
        ...

    def drop(self, files: Sequence[Path]) -> None:
        """Delete files wherever they are; those that are not there are nobody's fault.

        Raises:
            FolderUnwritable, StorageAway, StorageClosed: as above.
        """
        ...

    def older(self, folder: Path, than: datetime) -> list[Path]:
        """Return every file below a merchant's folder that was written before an instant.

        Raises:
            FolderUnwritable, StorageAway, StorageClosed: as above.
        """
        ...

    def copied(self) -> list[Path]:
        """Return the merchants' folders in which this machine has copies of files."""
        ...

    def shed(self, folder: Path, known: Collection[Path], than: datetime) -> int:
        """Delete copies that are not `known` and were not read since; return how many.

        Raises:
            FolderUnwritable: as above.
        """
        ...

    def look(self, folder: Path) -> str:
        """Try all that a run needs, and say where the lake is.

        Raises:
            FolderUnwritable, StorageAway, StorageClosed: as above.
        """
        ...


class Here:
    """The folder itself."""

    def keep(self, written: Sequence[tuple[Path, Path]]) -> None:
        """Make files durable and move them to their places."""
        with unwritable():
            move(written)

    @contextmanager
    def reading(self, files: Sequence[str]) -> Iterator[None]:  # noqa: ARG002 - as it says
        """Do nothing: they are there."""
        yield

    def drop(self, files: Sequence[Path]) -> None:
        """Delete files."""
        with unwritable():
            for path in files:
                path.unlink(missing_ok=True)

    def older(self, folder: Path, than: datetime) -> list[Path]:
        """Return every file below a folder that was written before an instant."""
        with unwritable():
            return written_before(folder, than)

    def copied(self) -> list[Path]:
        """Return none: what is here is the lake."""
        return []

    def shed(self, folder: Path, known: Collection[Path], than: datetime) -> int:  # noqa: ARG002 - as above
        """Do nothing: as above."""
        return 0

    def look(self, folder: Path) -> str:
        """Write and delete a file, where a run has made the folder."""
        if folder.exists():
            with unwritable():
                tried = folder / f".look-{uuid4().hex}"
                tried.touch()
                tried.unlink()
        return str(folder)


HERE = Here()


def move(written: Sequence[tuple[Path, Path]]) -> None:
    """Make files durable, and then their names."""
    for aside, place in written:
        with aside.open("rb") as file:
            os.fsync(file.fileno())
        aside.rename(place)
    for folder in {place.parent for _, place in written}:
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def written_before(folder: Path, than: datetime) -> list[Path]:
    """Return every file below a folder that was written before an instant."""
    return [path for path in folder.rglob("*") if path.is_file() and _written(path) < than]


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
