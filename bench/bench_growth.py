"""Growth: a commit and a reading of balances at 10 k, 100 k and 1 M members with history.

Each size has a server of its own, all three up at once, and they are served in turn. A thousand
members buy, get points and rise through the product; their rows are then copied under new ids
(all but the event log, which neither reads). The limit is what the same takes at the smallest
size, and the ratio is taken within each round. `LIUKE_BENCH_MEMBERS` is the largest size.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any

from msgspec.structs import replace

from bench.bare import COLUMNS
from bench.figures import ROUNDS, Figure, timed
from bench.ground import GOODS, SINCE, Ground, database, open_shop, stand
from liuke.domains import checkout, points
from liuke.domains.checkout import Item, Sale
from liuke.kernel.db import administer, begin
from liuke.kernel.ids import MemberId
from liuke.surfaces import memory

MOST = int(os.environ.get("LIUKE_BENCH_MEMBERS", "1000000"))
SIZES = (MOST // 100, MOST // 10, MOST)
SEED = min(1_000, SIZES[0] // 5)
RULES = 200
VISITS, BOUGHT = 3, 3
EACH = min(300, SIZES[0] // 20)
Medians = Mapping[str, float]
# What history consists of; a row's key leads with its member.
TABLES = (
    "checkout_order", "checkout_key", "checkout_line", "checkout_payment", "checkout_stats",
    "promotions_member_use", "coupons_coupon",
    "points_account", "points_entry", "points_lot", "points_use",
    "tiers_entry", "tiers_standing", "tiers_movement",
)  # fmt: skip
# An order's id and number are unique in the whole shop; every copy needs its own.
COPIED_ID = "md5({}::text || becomes::text)::uuid"
RENAMED = {
    "checkout_order.id": COPIED_ID.format("checkout_order.id"),
    "order_id": COPIED_ID.format("order_id"),
    "external_id": "external_id || becomes::text",
}
TWINS = "CREATE TEMPORARY TABLE twin (was uuid, becomes uuid) ON COMMIT DROP"
PAIR = """
    INSERT INTO twin SELECT was, uuidv7() FROM generate_series(1, $2), UNNEST($1::uuid[]) AS s (was)
"""
COPY_MEMBERS = """
    INSERT INTO members_member (merchant_id, id, joined_at, joined_on)
    SELECT merchant_id, becomes, joined_at, joined_on FROM twin JOIN members_member ON id = was
    WHERE merchant_id = $1
"""
ANY_COPIES = """
    SELECT id FROM members_member WHERE merchant_id = $1 AND external_id IS NULL
    ORDER BY random() LIMIT $2
"""


@dataclass(frozen=True)
class Town:
    """A shop of one size, and members to serve, each once."""

    ground: Ground
    members: Iterator[MemberId]

    async def commit(self, number: int) -> None:
        """Sell five things to the next member."""
        sale = bought(next(self.members), number, 5, spend={"points": 50})
        async with begin(self.ground.database, self.ground.actor) as tx:
            await checkout.commit(tx, [sale])

    async def balance(self, member_id: MemberId) -> None:
        """Read what one member has."""
        async with begin(self.ground.database, self.ground.actor) as tx:
            (found,) = await points.balances(tx, [member_id])
        assert found.spendable, "everybody has points"


async def round_of(towns: Mapping[int, Town], numbers: Iterator[int]) -> dict[int, Medians]:
    """Commit, then read, in every town in turn; return the median milliseconds of each."""
    sold: dict[int, list[float]] = {size: [] for size in towns}
    seen: dict[int, list[float]] = {size: [] for size in towns}
    for _ in range(EACH):
        for size, town in towns.items():
            sold[size].append(await timed(partial(town.commit, next(numbers))))
    for _ in range(EACH):
        for size, town in towns.items():
            seen[size].append(await timed(partial(town.balance, next(town.members))))
    return {
        size: {"commit": median(sold[size]) * 1_000, "balance": median(seen[size]) * 1_000}
        for size in towns
    }


async def open_town(stack: AsyncExitStack, size: int) -> Town:
    """Open a shop on a server of its own and let it grow to `size` members."""
    start = perf_counter()
    server, opened = await stack.enter_async_context(database(1))
    ground = await open_shop(server, opened, rule_count=RULES, people=SEED)
    await visit(ground)
    async with administer(server.admin_url) as admin:
        await copy(admin, ground, size // SEED - 1)
        await admin.execute("VACUUM ANALYZE")
        await admin.execute("CHECKPOINT")
        found = await admin.fetch(ANY_COPIES, ground.merchant_id, 2 * EACH * (ROUNDS + 1))
    print(f"growth: {size} members in {perf_counter() - start:.0f} s", file=sys.stderr)
    return Town(ground, iter([MemberId(row["id"].bytes) for row in found]))


async def visit(ground: Ground) -> None:
    """Let every member buy and get points on some days, and stand on a level."""
    for day in range(VISITS):
        async with begin(ground.database, ground.actor, now=SINCE + timedelta(days=day)) as tx:
            moves = [points.Movement(m, "points", f"visit {day}", 50) for m in ground.members]
            await points.post(tx, moves)
            numbers = range(day * SEED, (day + 1) * SEED)
            pairs = zip(ground.members, numbers, strict=True)
            await checkout.commit(tx, [bought(m, number, BOUGHT) for m, number in pairs])
    await stand(ground)


def bought(member_id: MemberId, number: int, lines: int, **more: Any) -> Sale:
    """Return a sale of so many things; the number is the dice and the receipt's."""
    dice = random.Random(number)
    items = tuple(Item(f"p{dice.randrange(GOODS)}") for _ in range(lines))
    return Sale(items, member_id, "bench", str(number), store="S1", **more)


async def copy(admin: Any, ground: Ground, times: int) -> None:
    """Copy the members and their rows so many times."""
    async with admin.transaction():
        await admin.execute("SET LOCAL session_replication_role = replica")
        await admin.execute(TWINS)
        await admin.execute(PAIR, ground.members, times)
        await admin.execute("ANALYZE twin")
        await admin.execute(COPY_MEMBERS, ground.merchant_id)
        for table in TABLES:
            columns = [row["name"] for row in await admin.fetch(COLUMNS, table)]
            others = [name for name in columns if name != "member_id"]
            values = [RENAMED.get(f"{table}.{name}", RENAMED.get(name, name)) for name in others]
            await admin.execute(
                f"INSERT INTO {table} (merchant_id, member_id, {', '.join(others)}) "  # noqa: S608 - from the catalogue
                f"SELECT merchant_id, becomes, {', '.join(values)} "
                f"FROM twin JOIN {table} ON member_id = was WHERE merchant_id = $1",
                ground.merchant_id,
            )


def figures(taken: Mapping[int, Sequence[Medians]]) -> Iterator[Figure]:
    """Give the medians of every size, beside those of the smallest in the same rounds."""
    for what in ("commit", "balance"):
        least = [one[what] for one in taken[SIZES[0]]]
        for size, rounds in taken.items():
            found = [one[what] for one in rounds]
            name, value = f"growth/{what}/{size}", round(median(found), 3)
            figure = Figure(name, value, "ms", rounds=len(rounds))
            if size != SIZES[0]:
                ratio = median(mine / its for mine, its in zip(found, least, strict=True))
                limit = round(median(least), 3)
                figure = replace(figure, limit=limit, ratio=round(ratio, 3))
            yield figure


async def run() -> AsyncIterator[Figure]:
    """Open the towns and serve them in rounds."""
    numbers = count(VISITS * SEED)
    async with AsyncExitStack() as stack:
        towns = {size: await open_town(stack, size) for size in SIZES}
        memory.settle()
        await round_of(towns, numbers)  # warms caches and plans
        rounds = [await round_of(towns, numbers) for _ in range(ROUNDS)]
    for figure in figures({size: [one[size] for one in rounds] for size in SIZES}):
        yield figure
