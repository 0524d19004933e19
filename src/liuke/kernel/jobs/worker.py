"""The worker: hands out jobs, opens daily runs, and does what the queue brings, until told to stop.

Any number of workers run beside each other, on any number of machines; none is special.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from liuke.kernel.db import Database
from liuke.kernel.jobs import dispatch, queue, schedule
from liuke.kernel.jobs.declared import DECLARED, Declared, Regular
from liuke.kernel.jobs.queue import Carrier, Pace
from liuke.kernel.jobs.run import Runner
from liuke.kernel.seals import merchants, seal_everything

RESTART_SECONDS = 1.0
HOUR_SECONDS = 3600.0
SEAL_SECONDS = 300.0

Step = Callable[[], Awaitable[object]]


class Worker:
    """One worker in this process; `run` returns after `stop`, when its jobs are done."""

    def __init__(
        self,
        database: Database,
        url: str,
        *,
        declared: Declared = DECLARED,
        pace: Pace = Pace(),  # noqa: B008 -- frozen
        beside: Sequence[tuple[float, Step]] = (),
        say: Callable[[str], object] = sys.stderr.write,
    ) -> None:
        """Describe the worker; `database` and `url` are both of the role `liuke_worker`.

        `beside` is done every so many seconds beside the jobs, outside any merchant.
        """
        self.url = url
        self.declared = declared
        # A job holds one connection; more jobs than those would only wait for each other.
        connections = database.pool.get_max_size()
        self.pace = replace(pace, tasks_max=max(2, min(pace.tasks_max, connections)))
        self.beside = beside
        self.say = say
        self.runner = Runner(database, declared)
        self.carrier: Carrier | None = None

    async def run(self) -> None:
        """Work until told to stop; whatever fails is begun again, a database that is away too."""
        await self.every(RESTART_SECONDS, self.work)

    async def work(self) -> None:
        """Do all that a worker does, beside each other."""
        async with queue.queue_pool(self.url) as pool, asyncio.TaskGroup() as group:
            every = self.every
            pace = self.pace
            group.create_task(every(pace.poll_seconds, lambda: self.hand_out(pool)))
            group.create_task(every(pace.schedule_seconds, lambda: self.open_runs(pool)))
            group.create_task(every(pace.reconcile_seconds, lambda: dispatch.reconcile(pool)))
            group.create_task(every(HOUR_SECONDS, lambda: dispatch.prune(pool)))
            group.create_task(every(SEAL_SECONDS, lambda: self.seal(pool)))
            for job in self.declared.regulars.values():
                group.create_task(every(job.seconds, partial(self.go_round, pool, job)))
            for seconds, step in self.beside:
                group.create_task(every(seconds, step))
            group.create_task(every(RESTART_SECONDS, lambda: self.carry(pool)))

    def stop(self) -> None:
        """Take no more jobs; `run` returns when those under way are done."""
        self.runner.stopping.set()
        if self.carrier is not None:
            self.carrier.shutdown.set()

    async def hand_out(self, pool: Any) -> None:
        """Dispatch until the log is read to its safe end."""
        while await dispatch.dispatch(pool, self.declared):
            pass

    async def open_runs(self, pool: Any) -> None:
        """Open the daily runs that are due."""
        if self.declared.dailies:
            await schedule.schedule(pool, self.declared)

    async def seal(self, pool: Any) -> None:
        """Seal the closed part of every merchant's event log and audit."""
        await seal_everything(pool, self.runner.database)

    async def go_round(self, pool: Any, job: Regular) -> None:
        """Do a regular job for every merchant in turn."""
        for merchant_id in await merchants(pool):
            await job.handler(self.runner.database, merchant_id)

    async def carry(self, pool: Any) -> None:
        """Do what the queue brings; returns when told to stop or when the database went away."""
        self.carrier = queue.manager(pool, self.declared.names, self.runner.work)
        if not self.runner.stopping.is_set():
            await queue.run(self.carrier, self.pace)

    async def every(self, seconds: float, step: Step) -> None:
        """Repeat a step until told to stop; one that fails is told and tried again."""
        stopping = self.runner.stopping
        while not stopping.is_set():
            try:
                await step()
            except Exception as failure:  # noqa: BLE001 -- a worker goes on
                # The class only: messages of the database can hold data.
                self.say(f"liuke worker: {type(failure).__name__}; trying again\n")
            try:
                await asyncio.wait_for(stopping.wait(), seconds)
            except TimeoutError:
                continue
