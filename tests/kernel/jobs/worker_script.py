"""A worker in a process of its own, to be killed: `worker_script.py URL PART`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from liuke.kernel.crypto import Keys
from liuke.kernel.db import Tx, connect
from liuke.kernel.jobs import Declared, after
from liuke.kernel.jobs.worker import Worker
from tests.kernel.jobs.conftest import PACE
from tests.kernel.jobs.parts import BellRung, answer

NAME = "bell.answer"


async def plain(tx: Tx, events: Sequence[BellRung]) -> None:
    await answer(tx, events)


async def slow(tx: Tx, events: Sequence[BellRung]) -> None:
    await answer(tx, events)
    await asyncio.sleep(0.2)


async def hung(tx: Tx, events: Sequence[BellRung]) -> None:
    await answer(tx, events)
    await asyncio.sleep(60)


async def patient(tx: Tx, events: Sequence[BellRung]) -> None:
    await asyncio.sleep(PACE.heartbeat_seconds * 3)
    await answer(tx, events)


async def deaf(tx: Tx, events: Sequence[BellRung]) -> None:
    """Block the whole process, so that no heartbeat leaves it."""
    await answer(tx, events)
    time.sleep(PACE.heartbeat_seconds * 3)  # noqa: ASYNC251 -- on purpose


async def deadly(tx: Tx, events: Sequence[BellRung]) -> None:
    await answer(tx, events)
    os._exit(1)


async def main() -> None:
    url, part = sys.argv[1:]
    declared = Declared()
    after(BellRung, name=NAME, declared=declared)(globals()[part])
    database = await connect(url, Keys.for_tests(), size=8)
    worker = Worker(database, url, declared=declared, pace=PACE)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
    sys.stdout.write("up\n")
    sys.stdout.flush()
    await worker.run()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main())
