"""Patience: wait so long for what is under way and no longer; it goes on by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from liuke.kernel import log

LOG = log.logger("work")


class Going:
    """Work that nobody may be waiting for any more."""

    def __init__(self, name: str) -> None:
        """Name the work, for the log."""
        self.name = name
        self._tasks: set[asyncio.Task[Any]] = set()

    async def within(self, work: Coroutine[Any, Any, Any], seconds: float) -> bool:
        """Do something and say whether it is done in time; what it raises in time is raised."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)
        await asyncio.wait([task], timeout=seconds)
        if not task.done():
            return False
        await task
        return True

    async def over(self) -> None:
        """Wait until nothing goes on."""
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _over(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            LOG.info("work_failed", name=self.name, kind=type(fault).__name__)
