"""A till in a process of its own: posts points, and tries again by the same cause until answered.

`till_script.py URL MERCHANT NAME CLIENTS [MEMBER …]`; the open causes of a till that was killed
come in on standard input, one a line. It says `? cause` before each try and `! cause` once it is
answered.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from liuke.domains import points
from liuke.domains.points import BookSpec, InsufficientPoints, Movement
from liuke.domains.programme import Live
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Contended, Database, DatabaseAway, begin, connect
from liuke.kernel.ids import MemberId, MerchantId

LIVE = Live.of(BookSpec(code="stars"))
TRY_AGAIN_SECONDS = 0.05


def tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def movement(cause: str, members: list[MemberId]) -> Movement:
    """Make the movement that a cause stands for: the same one, whoever tries it."""
    chance = random.Random(cause)  # noqa: S311 -- load
    amount = chance.choice([5, 10, 20, -3, -15])
    return Movement(chance.choice(members), "stars", cause, amount)


async def ring_up(database: Database, merchant: MerchantId, wanted: Movement) -> str:
    """Post one movement, whatever it takes, and return the answer."""
    while True:
        try:
            async with begin(database, system(merchant, "till")) as tx:
                await points.post(tx, [wanted], live=LIVE)
        except InsufficientPoints:
            return "refused"
        except (Contended, DatabaseAway):
            await asyncio.sleep(TRY_AGAIN_SECONDS)
        else:
            return "posted"


async def patiently(url: str, size: int) -> Database:
    while True:
        try:
            return await connect(url, Keys.for_tests(), size=size)
        except DatabaseAway:
            await asyncio.sleep(TRY_AGAIN_SECONDS)


def causes(client: str, open_causes: list[str]) -> Iterator[str]:
    """Give what a killed till left open, then new ones without end."""
    while open_causes:
        yield open_causes.pop()
    number = 0
    while True:
        number += 1
        yield f"{client}:{number}"


async def main() -> None:
    url, merchant, name, clients, *ids = sys.argv[1:]
    members = [MemberId.parse(text) for text in ids]
    database = await patiently(url, int(clients))
    left_open = sys.stdin.read().split()

    async def client(number: int) -> None:
        for cause in causes(f"{name}.{number}", left_open):
            tell(f"? {cause}")
            answer = await ring_up(database, MerchantId.parse(merchant), movement(cause, members))
            tell(f"! {cause} {answer}")

    await asyncio.gather(*(client(number) for number in range(int(clients))))


if __name__ == "__main__":
    asyncio.run(main())
