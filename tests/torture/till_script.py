"""A till in a process of its own: sells, pays with points, and tries again until answered.

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

from msgspec.structs import replace

from liuke.bootstrap import load_parts
from liuke.domains import checkout, points
from liuke.domains.checkout import Item, Sale, Tender
from liuke.domains.points import InsufficientPoints, Movement
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Contended, Database, DatabaseAway, Tx, begin, connect
from liuke.kernel.ids import MemberId, MerchantId

TRY_AGAIN_SECONDS = 0.05


def tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def carry_out(tx: Tx, cause: str, members: list[MemberId]) -> None:
    """Do what a cause stands for: the same thing, whoever tries it and however often."""
    chance = random.Random(cause)  # noqa: S311 -- load
    member = chance.choice(members)
    if chance.random() < 0.2:
        amount = chance.choice([5, 10, 20, -3, -15])
        await points.post(tx, [Movement(member, "stars", cause, amount)])
        return
    items = (Item("latte", chance.randint(1, 3)), Item("mug"))[: chance.randint(1, 2)]
    spend = {"stars": 100} if chance.random() < 0.3 else {}
    sale = Sale(items, member, external_id=cause, spend=spend)
    await tx.lock([member])
    (quoted,) = await checkout.quote(tx, [sale])
    due = quoted.decision.payable_minor
    await checkout.commit(tx, [replace(sale, tenders=(Tender("cash", due),))])


async def ring_up(
    database: Database, merchant: MerchantId, cause: str, members: list[MemberId]
) -> str:
    """Do one thing, whatever it takes, and return the answer."""
    while True:
        try:
            async with begin(database, system(merchant, "till")) as tx:
                await carry_out(tx, cause, members)
        except InsufficientPoints:
            return "refused"
        except (Contended, DatabaseAway):
            await asyncio.sleep(TRY_AGAIN_SECONDS)
        else:
            return "done"


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
    load_parts()
    url, merchant, name, clients, *ids = sys.argv[1:]
    members = [MemberId.parse(text) for text in ids]
    database = await patiently(url, int(clients))
    left_open = sys.stdin.read().split()

    async def client(number: int) -> None:
        for cause in causes(f"{name}.{number}", left_open):
            tell(f"? {cause}")
            answer = await ring_up(database, MerchantId.parse(merchant), cause, members)
            tell(f"! {cause} {answer}")

    await asyncio.gather(*(client(number) for number in range(int(clients))))


if __name__ == "__main__":
    asyncio.run(main())
