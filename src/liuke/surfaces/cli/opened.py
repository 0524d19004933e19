"""The house opened: every surface on one port, and the worker beside them.

Apart from the command, which imports it while it waits for the database.
"""

from __future__ import annotations

import asyncio
import importlib
import signal
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from liuke.kernel import log
from liuke.kernel.db import connect
from liuke.kernel.letters import carry
from liuke.kernel.settings import load
from liuke.surfaces import memory
from liuke.surfaces import serve as door
from liuke.surfaces.anchors import lay_today
from liuke.surfaces.app import create_app
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY
from liuke.surfaces.serve import serve
from liuke.surfaces.upkeep import Upkeep

if TYPE_CHECKING:
    from liuke.kernel.jobs.worker import Step, Worker

HOUR_SECONDS = 3600.0
LETTER_SECONDS = 1.0


async def serve_all(running: Running, *, role: str, port: int | None) -> None:
    """Serve every surface, run the worker beside it, until a signal."""
    settings = running.settings
    log.configure(settings.log_level)
    async with AsyncExitStack() as stack:
        if role == "worker":
            worker = await _worker(running, stack)
            stop_on_signal(worker)
            await worker.run()
            return

        chosen = settings.port if port is None else port

        async def begin_work() -> None:
            SAY.print(f"[green]✓[/] http://{settings.host}:{chosen}  (Ctrl-C stops)")
            if role == "all":
                worker = await _worker(running, stack)
                stack.push_async_callback(_finish, worker, asyncio.create_task(worker.run()))
            memory.settle()

        app = create_app(running.database, settings, known=_known(running, port))
        await serve(app, settings.host, chosen, then=begin_work)


def require_free(host: str, port: int) -> None:
    """Make sure that we can listen there, before anything is promised about it.

    Raises:
        AddressTaken: we cannot; it says why.
    """
    door.opened(host, port).close()


def _known(running: Running, port: int | None) -> Upkeep:
    """Return what pages may tell of the house: settings in force, the command line's among them."""
    settings, sources = running.settings, load()[1]
    if port is not None:
        settings, sources = replace(settings, port=port), sources | {"port": "--port"}
    return Upkeep(settings, sources, running.urls)


async def _worker(running: Running, stack: AsyncExitStack) -> Worker:
    # The queue's library takes a while to load: whoever waits at the till is served first.
    module = await asyncio.to_thread(importlib.import_module, "liuke.kernel.jobs.worker")
    database = await connect(running.urls.worker, running.keys, size=4)
    stack.push_async_callback(database.close)
    beside: list[tuple[float, Step]] = [
        (HOUR_SECONDS, partial(lay_today, running.urls.verify, running.settings.home))
    ]
    if running.courier is not None:
        beside.append((LETTER_SECONDS, partial(carry, database, running.courier)))
    worker: Worker = module.Worker(database, running.urls.worker, beside=beside)
    return worker


def stop_on_signal(worker: Worker) -> None:
    """Let the jobs under way be finished before the process goes."""
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, worker.stop)


async def _finish(worker: Worker, task: asyncio.Task[None]) -> None:
    worker.stop()
    await task
