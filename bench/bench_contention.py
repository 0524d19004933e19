"""Contention: 32 tills at once, and a tier job over all members beside them in half the rounds.

Every fourth sale is the same member's, every fourth presents one public coupon whose stock is
counted, and every sale takes one use of a rule that is limited in total. Tills and job run through
the product's transactions in this process; a till that lost a race tries again as the API does.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from statistics import median, quantiles
from time import perf_counter

from msgspec.structs import replace

from bench.figures import ROUNDS, Figure
from bench.ground import GOODS, TIERS, Ground, database, open_shop, publish, stand
from liuke.domains import checkout, tiers
from liuke.domains.checkout import Item, Sale
from liuke.domains.coupons import CouponTemplate, template
from liuke.domains.promotions import AmountOff, Limits, Rule, StageName
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Contended, Database, administer, begin, connect
from liuke.kernel.ids import MemberId

TILLS = 32
RULES = 200
PEOPLE = int(os.environ.get("LIUKE_BENCH_MEMBERS", "20000"))
COMMITS = int(os.environ.get("LIUKE_BENCH_COMMITS", "1600"))
CHUNK = 1_000
PLENTY = 1_000_000
HOT_COUPON = CouponTemplate(
    code="hot",
    name="1 off for everybody",
    name_zh="人人减一元",
    effect=template.CashOff(amount_minor=100),
    validity=template.Dates(),
    got=template.Got.PUBLIC_CODE,
    public_code="HOT",
    stock=PLENTY,
)
HOT_RULE = Rule(
    code="hot",
    stage=StageName.THRESHOLD,
    effects=(AmountOff(off_minor=1),),
    limits=Limits(total=PLENTY),
)
SPENT = "SELECT spent FROM promotions_counter WHERE merchant_id = $1 AND rule = 'hot'"
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


@dataclass
class Round:
    """What the tills saw in one round."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    retries: int = 0

    @property
    def rate(self) -> float:
        """Return commits a second."""
        return len(self.waits) / self.seconds

    @property
    def p99(self) -> float:
        """Return the milliseconds that 99 of 100 commits did not exceed."""
        return quantiles(self.waits, n=100, method="inclusive")[98]


class Tills:
    """Thirty-two tills of one shop."""

    def __init__(self, ground: Ground, opened: Database) -> None:
        self.ground = ground
        self.database = opened
        self.numbers = count()

    def sale(self) -> Sale:
        """Return the next sale."""
        number = next(self.numbers)
        dice = random.Random(number)
        members = self.ground.members
        return Sale(
            items=tuple(Item(f"p{dice.randrange(GOODS)}") for _ in range(5)),
            member_id=members[0] if number % 4 == 0 else dice.choice(members),
            source="bench",
            external_id=str(number),
            store="S1",
            coupons=("HOT",) if number % 4 == 1 else (),
        )

    async def round(self) -> Round:
        """Commit the round's sales."""
        found, sales = Round(), [self.sale() for _ in range(COMMITS)]

        async def till() -> None:
            while sales:
                sale, start = sales.pop(), perf_counter()
                found.retries += await self.commit(sale)
                found.waits.append((perf_counter() - start) * 1_000)

        start = perf_counter()
        await asyncio.gather(*(till() for _ in range(TILLS)))
        found.seconds = perf_counter() - start
        return found

    async def commit(self, sale: Sale) -> int:
        """Commit one sale, however often it takes; return how often it had to be repeated."""
        for lost in count():
            try:
                async with begin(self.database, self.ground.actor) as tx:
                    await checkout.commit(tx, [sale])
            except Contended:
                await asyncio.sleep(random.uniform(0.002, 0.02) * min(lost + 1, 3))
            else:
                return lost
        raise AssertionError


class Job:
    """The nightly work of the tiers, over every member again and again."""

    def __init__(self, ground: Ground, opened: Database) -> None:
        self.ground = ground
        self.database = opened
        self.version = 0

    async def run(self) -> None:
        """Sweep until cancelled; each sweep has a new version of the tiers for all to adopt."""
        while True:
            await self.renew()
            await self.sweep()

    async def renew(self) -> None:
        """Publish the tiers anew."""
        self.version += 1
        name = f"Card {self.version}"
        async with begin(self.database, self.ground.actor) as tx:
            since = tx.now - timedelta(seconds=1)
            await publish(tx, RULES, since=since, more=extras(), card=replace(TIERS, name=name))

    async def sweep(self) -> None:
        """Close every member who stands under an older version, a chunk a transaction."""
        after: MemberId | None = None
        while True:
            async with begin(self.database, self.ground.actor) as tx:
                members = await tiers.due(tx, after, CHUNK)
                if not members:
                    return
                await tiers.close(tx, members)
                after = members[-1]


def extras() -> tuple[CouponTemplate, Rule]:
    """Return what is hot."""
    return (HOT_COUPON, HOT_RULE)


async def beside(tills: Tills, job: Job) -> Round:
    """Run a round of the tills with the job beside it."""
    task = asyncio.create_task(job.run())
    try:
        return await tills.round()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def figures(alone: Sequence[Round], shared: Sequence[Round]) -> list[Figure]:
    """Return rates and waits, those beside the job against those alone."""
    kinds = (("", "commits/s", [r.rate for r in alone], [r.rate for r in shared]),
             ("/p99", "ms", [r.p99 for r in alone], [r.p99 for r in shared]))  # fmt: skip
    found = []
    for suffix, unit, ours, theirs in kinds:
        value, limit = median(theirs), median(ours)
        found += [
            Figure(f"contention/alone{suffix}", round(limit, 1), unit, rounds=len(ours)),
            Figure(
                f"contention/beside_job{suffix}", round(value, 1), unit, round(limit, 1),
                round(value / limit, 3), len(theirs),
            ),
        ]  # fmt: skip
    retries = median([r.retries / len(r.waits) for r in (*alone, *shared)])
    rounds = len(alone) + len(shared)
    return [*found, Figure("contention/retries", round(retries, 4), "a commit", rounds=rounds)]


async def run() -> AsyncIterator[Figure]:
    """Run rounds alone and beside the job in turn; count the database's deadlocks over all."""
    async with database() as (server, opened), administer(server.admin_url) as admin:
        ground = await open_shop(server, opened, rule_count=RULES, people=PEOPLE, more=extras())
        await stand(ground)
        await admin.execute("VACUUM ANALYZE")
        before = await admin.fetchval(DEADLOCKS)
        own = await connect(server.app_url, Keys.for_tests(), size=TILLS + 1)
        tills, job = Tills(ground, own), Job(ground, own)
        await tills.round()
        alone, shared = [], []
        for _ in range(ROUNDS):
            alone.append(await tills.round())
            shared.append(await beside(tills, job))
        # A session hands in its statistics when it ends.
        await own.close()
        spent = await admin.fetchval(SPENT, ground.merchant_id)
        assert spent == COMMITS * (2 * ROUNDS + 1), "every sale took one use"
        for figure in figures(alone, shared):
            yield figure
        deadlocks = await admin.fetchval(DEADLOCKS) - before
        yield Figure("contention/deadlocks", deadlocks, "deadlocks", 0, rounds=2 * ROUNDS)
