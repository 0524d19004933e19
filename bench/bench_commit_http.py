"""Commits over HTTP: 5 lines, a member, 200 live rules, a coupon, points earned and spent.

The limit writes the same rows over as many connections, one statement a commit; the answer kept
under the request's key is one of them, and so are the steps of sums. Where ours wrote one step for
several sales at once, the limit writes that one step with one of them.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

import msgspec

from bench.bare import STEPS, TABLES, Bare, clone
from bench.client import Client
from bench.figures import ROUNDS, Figure
from bench.ground import Ground, basket, database, open_shop
from bench.serving import serving
from liuke.kernel.db import administer
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.values import encode

CLIENTS = (1, 8, 32)
RULES = 200
TABLES_HTTP = {**TABLES, "kernel_answer": ()}
ANSWERS = list(TABLES_HTTP).index("kernel_answer")
SUMMED = [list(TABLES_HTTP).index(name) for name in STEPS]
COMMITS = int(os.environ.get("LIUKE_BENCH_COMMITS", "400"))


async def drive(ground: Ground, port: int, clients: int, members: Sequence[MemberId]) -> float:
    """Commit one sale for each member over `clients` connections; return commits a second."""
    queue = list(enumerate(members))
    bodies = {m: await priced(ground, port, m, n) for n, m in queue}

    async def client() -> None:
        async with Client(port, {"Authorization": f"Bearer {ground.key}"}) as http:
            while queue:
                _, member = queue.pop()
                status, answer = await http.post("/till/orders", bodies[member], str(member))
                assert status == 201, answer

    start = perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return len(members) / (perf_counter() - start)


async def priced(ground: Ground, port: int, member_id: MemberId, number: int) -> bytes:
    """Quote a sale and add the payment that is due."""
    body = basket(member_id, number)
    async with Client(port, {"Authorization": f"Bearer {ground.key}"}) as http:
        status, answer = await http.post("/till/quotes", body)
    assert status == 200, answer
    due = msgspec.json.decode(answer)["decision"]["payable_minor"]
    sale = msgspec.json.decode(body) | {"tenders": [{"kind": "cash", "amount_minor": due}]}
    return encode(sale)


def by_commit(fresh: dict[UUID | None, list[list[Any]]]) -> list[list[list[Any]]]:
    """Return the rows of each sale, its kept answer among them: its key names the member.

    Steps are nobody's: they are dealt out in turn, each written once.
    """
    nobodys = fresh.pop(None)
    for answer in nobodys[ANSWERS]:
        fresh[UUID(bytes=MemberId.parse(answer["key"]).bytes)][ANSWERS].append(answer)
    groups = list(fresh.values())
    for place in SUMMED:
        for turn, step in enumerate(nobodys[place]):
            groups[turn % len(groups)][place].append(step)
    return groups


async def write_again(
    bare: Bare, merchant: MerchantId, clients: int, groups: Sequence[list[list[Any]]]
) -> float:
    """Write the same rows for another merchant over `clients` connections."""
    queue = [bare.arguments([group]) for group in groups]

    async def client() -> None:
        while queue:
            await bare.write(merchant, queue.pop())

    start = perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return len(groups) / (perf_counter() - start)


async def run() -> AsyncIterator[Figure]:
    """Measure each number of clients in interleaved rounds, ours then the limit."""
    async with database() as (server, opened):
        people = COMMITS * ROUNDS * len(CLIENTS)
        ground = await open_shop(server, opened, rule_count=RULES, people=people)
        twin = MerchantId.new()
        bare = await Bare.of(opened, TABLES_HTTP)
        async with administer(server.admin_url) as admin, serving(server) as port:
            await clone(admin, ground.merchant_id, twin)
            slices = iter(ground.members[n : n + COMMITS] for n in range(0, people, COMMITS))
            for clients in CLIENTS:
                ours, limits = [], []
                for _ in range(ROUNDS):
                    before = await bare.rows(admin, ground.merchant_id)
                    ours.append(await drive(ground, port, clients, next(slices)))
                    after = await bare.rows(admin, ground.merchant_id)
                    groups = by_commit(bare.fresh(before, after))
                    limits.append(await write_again(bare, twin, clients, groups))
                value, limit = median(ours), median(limits)
                yield Figure(
                    f"commit_http/{clients}", round(value, 1), "commits/s", round(limit, 1),
                    round(value / limit, 3), ROUNDS,
                )  # fmt: skip
