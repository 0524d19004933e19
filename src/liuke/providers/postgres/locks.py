"""File locks that the kernel releases when their holder dies, however it dies."""

from __future__ import annotations

import asyncio
import fcntl
import os
from pathlib import Path

POLL_SECONDS = 0.02


class FileLock:
    """One open file and the lock held on it."""

    def __init__(self, path: Path) -> None:
        """Open the file, made if it is missing, readable to our own user only."""
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def try_take(self, *, shared: bool = False) -> bool:
        """Take or change the lock if nobody stands in the way."""
        mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self.descriptor, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    async def take(self, *, shared: bool = False) -> None:
        """Wait until the lock is ours."""
        while not self.try_take(shared=shared):  # noqa: ASYNC110 -- another process lets go
            await asyncio.sleep(POLL_SECONDS)

    def close(self) -> None:
        """Let go of the lock and the file."""
        os.close(self.descriptor)
