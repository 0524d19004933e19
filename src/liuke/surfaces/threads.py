"""Threads: where passwords are hashed, so that nobody else waits."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from liuke.surfaces.throttle import Throttled

T = TypeVar("T")
QUEUE_MOST = 16


def _places() -> asyncio.Semaphore:
    return asyncio.Semaphore(os.cpu_count() or 1)


@dataclass
class Threads:
    """A few threads for hashing: as many as cores, and a short queue before them."""

    places: asyncio.Semaphore = field(default_factory=_places)
    waiting: int = 0

    async def run(self, work: Callable[..., T], *args: Any) -> T:
        """Run `work` in a thread.

        Raises:
            Throttled: too many are waiting already.
        """
        if self.waiting >= QUEUE_MOST:
            raise Throttled(1)
        self.waiting += 1
        try:
            async with self.places:
                return await asyncio.to_thread(work, *args)
        finally:
            self.waiting -= 1
