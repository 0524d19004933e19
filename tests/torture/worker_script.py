"""A worker in a process of its own that answers every award: `worker_script.py URL`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from liuke.domains.points import PointsAwarded
from liuke.kernel import audit
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, DatabaseAway, Tx, connect
from liuke.kernel.jobs import Declared, after
from liuke.kernel.jobs.queue import Pace
from liuke.kernel.jobs.worker import Worker

PACE = Pace(heartbeat_seconds=2, poll_seconds=0.1, reconcile_seconds=1)


async def answer(tx: Tx, events: Sequence[PointsAwarded]) -> None:
    await audit.record(tx, [audit.Act("award.answered", event.cause) for event in events])


async def patiently(url: str) -> Database:
    while True:
        try:
            return await connect(url, Keys.for_tests(), size=8)
        except DatabaseAway:
            await asyncio.sleep(0.1)


async def main() -> None:
    (url,) = sys.argv[1:]
    declared = Declared()
    after(PointsAwarded, name="award.answer", declared=declared)(answer)
    database = await patiently(url)
    await Worker(database, url, declared=declared, pace=PACE).run()


if __name__ == "__main__":
    asyncio.run(main())
