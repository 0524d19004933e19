"""Set jobs of a shop aside as a worker does after its last attempt: `python -m tools.hold`.

Only tests have it: it is no part of the package, and asks the superuser of an embedded database.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path

import asyncpg

from liuke.providers.postgres import Server

HOLD = """
    INSERT INTO kernel_job (merchant_id, id, name, problem, held_at)
    SELECT m.merchant_id, uuidv7(), $1, $2, lk_now() FROM kernel_merchants() m
"""


async def hold(home: Path, name: str, problem: str) -> None:
    """Set one job of a name aside, with the problem a person will see."""
    connection = await asyncpg.connect(Server(home).admin_url)
    try:
        await connection.execute(HOLD, name, problem)
    finally:
        await connection.close()


def main() -> None:
    """Read which job, and set it aside."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("problem")
    asked = parser.parse_args()
    asyncio.run(hold(Path(os.environ["LIUKE_HOME"]), asked.name, asked.problem))


if __name__ == "__main__":
    main()
