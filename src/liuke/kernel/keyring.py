"""The keyring: the file that holds the keys which wrap members' keys, read again when it changes.

Rotation puts a new key in front. Every process that reads the same file wraps with it within a
second, and opens what another wrapped with it at once; nothing has to be started anew.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from liuke.kernel.crypto import Key, Keys
from liuke.kernel.settings import Settings

STALE_SECONDS = 1.0


class KeyRing(Keys):
    """The keys of a file as it is now, not as it was when the process began."""

    def __init__(self, place: Path) -> None:
        """Read the file.

        Raises:
            BadKeys: it is not a key file.
        """
        self.place = place
        self._take()

    def _take(self) -> None:
        self._mark, self._looked = self._stamp(), time.monotonic()
        read = Keys.parse(self.place.read_text(encoding="utf-8"))
        super().__init__(list(read.keks.values()), read.index)

    def _stamp(self) -> tuple[int, int]:
        found = self.place.stat()
        return found.st_ino, found.st_mtime_ns

    @property
    def current(self) -> Key:
        """Return the newest KEK; one that is new in the file is taken up within a second."""
        if time.monotonic() - self._looked > STALE_SECONDS:
            self._looked = time.monotonic()
            if self._stamp() != self._mark:
                self._take()
        return self._current

    def kek(self, kek_id: bytes) -> Key | None:
        """Return the KEK of a fingerprint; one we have not seen is looked for in the file."""
        if kek_id not in self.keks and self._stamp() != self._mark:
            self._take()
        return self.keks.get(kek_id)


def place_of(settings: Settings) -> Path:
    """Return where the key file is."""
    return Path(settings.key_file) if settings.key_file else settings.home / "keys"


def open_keys(settings: Settings) -> KeyRing:
    """Read the key file; make one, readable by its owner alone, if there is none yet.

    Raises:
        BadKeys: there is a file, but not one of ours.
    """
    place = place_of(settings)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with _alone(place):
            if not place.exists():
                write(place, Keys.generate())
    return KeyRing(place)


def rotate(place: Path) -> None:
    """Put a fresh key in front; the others still open what they wrapped.

    Raises:
        BadKeys: the file is not a key file.
    """
    with _alone(place):
        write(place, Keys.parse(place.read_text(encoding="utf-8")).rotated())


def retire(place: Path) -> None:
    """Leave only the newest key; what others wrapped, in backups too, opens no more.

    Raises:
        BadKeys: the file is not a key file.
    """
    with _alone(place):
        write(place, Keys.parse(place.read_text(encoding="utf-8")).retired())


def write(place: Path, keys: Keys) -> None:
    """Write the file whole or not at all, on disk when this returns, for its owner alone."""
    unfinished = place.with_name(f".{place.name}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    owner = place.stat() if place.exists() else None
    with os.fdopen(os.open(unfinished, flags, 0o600), "w", encoding="utf-8") as file:
        if owner is not None and os.geteuid() == 0:
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        file.write(keys.text())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Keep two from writing the file at once."""
    lock = place.with_name(f".{place.name}.lock")
    with os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
