"""Let days pass in a story's shop: move its clock, do the night's work: `python -m tools.clock`.

Only tests have it: it is no part of the package, and asks the superuser of an embedded database.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg

from liuke.bootstrap import load_parts
from liuke.kernel.jobs.declared import DECLARED
from liuke.kernel.jobs.schedule import schedule
from liuke.providers.postgres import Server

ZONE = ZoneInfo("Asia/Shanghai")
# After the first hour's work, after the tiers, after the gifts; then the shop opens.
NIGHT = (time(0, 45), time(2), time(7))
MORNING = time(10)
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.1
PREPARE = """
    CREATE TABLE IF NOT EXISTS story_clock (ahead interval NOT NULL);
    GRANT SELECT ON story_clock TO PUBLIC;
    INSERT INTO story_clock SELECT INTERVAL '0' WHERE NOT EXISTS (SELECT FROM story_clock);
    CREATE OR REPLACE FUNCTION lk_now() RETURNS timestamptz LANGUAGE sql VOLATILE
    RETURN clock_timestamp() + (SELECT ahead FROM story_clock);
"""
MOVE = """
    UPDATE story_clock SET ahead = $1::timestamptz - clock_timestamp()
    RETURNING (extract(epoch FROM ahead) * 1000)::bigint
"""
# Whole months are passed over: the next night is the first there was.
FORGET = "DELETE FROM kernel_run WHERE done_at IS NOT NULL"
WAITING = "SELECT count(*) FROM kernel_job WHERE held_at IS NULL"


async def idle(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Wait until the shop's own worker has done what there is to do."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await connection.fetchval(WAITING):  # noqa: ASYNC110 -- another process works
            await asyncio.sleep(POLL_SECONDS)


async def let_pass(home: Path, day: date) -> int:
    """Do the night's work of a day, then let it be ten in the morning; return the ms ahead."""
    server = Server(home)
    await server.start()
    connection = await asyncpg.connect(server.admin_url)
    pool = await asyncpg.create_pool(server.worker_url, min_size=1, max_size=1)
    try:
        await connection.execute(PREPARE)
        await idle(connection)
        await connection.execute(FORGET)
        for clock in NIGHT:
            await connection.execute(MOVE, datetime.combine(day, clock, ZONE))
            await schedule(pool, DECLARED)
            await idle(connection)
        ahead: int = await connection.fetchval(MOVE, datetime.combine(day, MORNING, ZONE))
    finally:
        await pool.close()
        await connection.close()
        await server.stop()
    return ahead


def main() -> None:
    """Read the day from the command line, the home from the environment."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("day", type=date.fromisoformat, help="the day to wake up on")
    asked.add_argument("--nights", type=int, default=1, help="how many nights end with that day")
    given = asked.parse_args()
    load_parts()
    ahead = 0
    for back in reversed(range(given.nights)):
        day = given.day - timedelta(days=back)
        ahead = asyncio.run(let_pass(Path(os.environ["LIUKE_HOME"]), day))
    print(ahead)


if __name__ == "__main__":
    main()
