"""The depot: files go to the bucket before they count, and come as copies when they are read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import BoundedSemaphore, Lock
from time import monotonic
from uuid import uuid4

from liuke.domains.analytics import (
    LakeMovedOn,
    StorageAway,
    StorageRemembers,
    move,
    written_before,
)
from liuke.kernel.spool import unwritable
from liuke.providers.s3.bucket import Bucket, Missing
from liuke.providers.s3.copies import ASIDE, Copies, size_of

AT_ONCE = 8
# Each of them may hold one of the process's connections to the database: the others stay free.
WAITING_MOST = 6
LOOK = ".look-"


class S3Depot:
    """Keeps the lake in a bucket, and copies of what is read below a folder."""

    def __init__(self, bucket: Bucket, copies: Copies, *, seconds: float = 60.0) -> None:
        """Keep files in a bucket; who reads waits for so many seconds until copies are there."""
        self.bucket = bucket
        self.copies = copies
        self.folder = copies.folder
        self.seconds = seconds
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="lake-s3")
        self._places = BoundedSemaphore(WAITING_MOST)
        self._lock = Lock()
        self._coming: dict[Path, Future[None]] = {}

    def keep(self, written: Sequence[tuple[Path, Path]]) -> None:
        """Put files into the bucket; afterwards their copies are at their places.

        Raises:
            StorageAway: the storage does not answer.
            StorageClosed: it lets us do nothing.
            FolderUnwritable: the folder takes no more.
        """
        self._all([partial(self.bucket.put, self._name(place), aside) for aside, place in written])
        with unwritable():
            move(written)
            self.copies.trim()

    @contextmanager
    def reading(self, files: Sequence[str]) -> Iterator[None]:
        """Have copies of files for as long as the block runs.

        What came stays, so that who was told to wait finds more of it the next time.

        Raises:
            LakeMovedOn: one was deleted.
            QuestionTooLarge: they do not fit.
            StorageAway: the storage does not answer in time, or too many wait for it already.
            StorageClosed: it lets us do nothing.
            FolderUnwritable: the folder takes no more.
        """
        with self.copies.pinned(files):
            if lacking := [path for path in map(Path, files) if not path.exists()]:
                self._fetch(lacking)
            yield

    def drop(self, files: Sequence[Path]) -> None:
        """Delete files from the bucket, and their copies.

        Raises:
            StorageAway: the storage does not answer.
            StorageClosed: it lets us do nothing.
            FolderUnwritable: the folder is not ours.
        """
        self._all([partial(self.bucket.delete, self._name(path)) for path in files])
        with unwritable():
            self.copies.drop(files)

    def older(self, folder: Path, than: datetime) -> list[Path]:
        """Return what is in the bucket and what is here, written before an instant.

        Raises:
            StorageAway: the storage does not answer.
            StorageClosed: it lets us do nothing.
        """
        listed = self.bucket.listed(f"{self._name(folder)}/")
        far = {self.folder / one.name for one in listed if one.written_at < than}
        with unwritable():
            return sorted(far.union(written_before(folder, than)))

    def copied(self) -> list[Path]:
        """Return the merchants' folders in which there are copies."""
        return sorted({path.parents[1] for path in self.folder.glob("mch_*/*/*")})

    def shed(self, folder: Path, known: Collection[Path], than: datetime) -> int:
        """Delete copies that are not known and were not read since; return how many."""
        with unwritable():
            return self.copies.shed(folder, known, than)

    def look(self, folder: Path) -> str:
        """Put, fetch, list and delete a file.

        Raises:
            StorageAway: the storage does not answer.
            StorageClosed: it lets us do nothing.
            StorageRemembers: it keeps what is deleted.
            FolderUnwritable: the folder takes no more.
        """
        name = f"{LOOK}{uuid4().hex}"
        with unwritable(), NamedTemporaryFile() as file:
            file.write(b"liuke")
            file.flush()
            self.bucket.put(name, Path(file.name))
        for _ in self.bucket.pieces(name):
            self.bucket.listed(name)
        if self.bucket.delete(name):
            raise StorageRemembers
        used, most = self.copies.used() >> 20, self.copies.most >> 20
        endpoint = self.bucket.account.endpoint or "Amazon"
        return f"{self.bucket.url} ({endpoint}), {folder}: {used:,} / {most:,} MB"

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _all(self, steps: Sequence[Callable[[], object]]) -> None:
        """Do every step, several at once; of those that failed the first one is told."""
        begun = [self._threads.submit(step) for step in steps]
        wait(begun)
        for one in begun:
            one.result()

    def _fetch(self, lacking: Sequence[Path]) -> None:
        """Wait until copies are there, whoever asked for them first.

        Raises:
            StorageAway: it takes too long, or too many wait already.
            LakeMovedOn: one was deleted.
        """
        if not self._places.acquire(blocking=False):
            raise StorageAway("too many wait for it")
        until = monotonic() + self.seconds
        try:
            for one in self._begun(lacking):
                _, slow = wait([one], max(0.0, until - monotonic()))
                if slow:
                    raise StorageAway(f"slower than {self.seconds:.0f} s")
                one.result()
        finally:
            self._places.release()

    def _begun(self, lacking: Sequence[Path]) -> list[Future[None]]:
        with self._lock:
            self._coming = {path: one for path, one in self._coming.items() if not one.done()}
            for path in lacking:
                if path not in self._coming:
                    self._coming[path] = self._threads.submit(self._copy, path)
            return [self._coming[path] for path in lacking]

    def _copy(self, place: Path) -> None:
        """Fetch one file aside, and name it once it is whole.

        Raises:
            LakeMovedOn: it was deleted.
            StorageAway: it did not come whole.
        """
        aside = place.parent / f"{ASIDE}{uuid4().hex}"
        try:
            with unwritable():
                place.parent.mkdir(parents=True, exist_ok=True)
                size = self._write(aside, self.bucket.pieces(self._name(place)))
                if size != size_of(place.name):
                    raise StorageAway(f"{size} of {size_of(place.name)} bytes")
                move([(aside, place)])
        except Missing as missing:
            raise LakeMovedOn from missing
        finally:
            aside.unlink(missing_ok=True)

    def _write(self, aside: Path, pieces: Iterator[bytes]) -> int:
        with aside.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            return file.tell()
