"""Contention: 32 tills at once, and a tier job over all members beside them in half the rounds.

Every fourth sale is the same member's, every fourth presents one public coupon whose stock is
counted, and every sale takes one use of a rule that is limited in total. The tills sell over HTTP
with four keys, so that four lanes race; told to come again (503) they do. The job runs in this
process through the product's transactions, as in a worker's. `limits` are the tills without the
hot member; their limit is a calm shop in the same rounds, where nobody wants what others want.
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

from bench.client import Client
from bench.figures import ROUNDS, Figure
from bench.ground import GOODS, TIERS, Ground, database, open_shop, publish, stand
from bench.serving import serving
from liuke.domains import access, tiers
from liuke.domains.checkout import Item, Sale
from liuke.domains.coupons import CouponTemplate, template
from liuke.domains.promotions import AmountOff, Limits, Rule, StageName
from liuke.kernel.db import administer, begin
from liuke.kernel.ids import MemberId
from liuke.kernel.values import encode

TILLS, LANES = 32, 4
PRICING = "checkout.price"
RULES = 200
PEOPLE = int(os.environ.get("LIUKE_BENCH_MEMBERS", "20000"))
COMMITS = int(os.environ.get("LIUKE_BENCH_COMMITS", "640"))
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

    def __init__(self, ground: Ground, port: int, keys: Sequence[str], *, hot: str) -> None:
        self.ground = ground
        self.port = port
        self.keys = keys
        self.hot = hot
        self.numbers = count()

    def sale(self) -> tuple[str, bytes]:
        """Return the next sale and its key."""
        number = next(self.numbers)
        dice = random.Random(number)
        members = self.ground.members
        sale = Sale(
            items=tuple(Item(f"p{dice.randrange(GOODS)}") for _ in range(5)),
            member_id=members[0]
            if "member" in self.hot and number % 4 == 0
            else dice.choice(members),
            source="bench",
            external_id=str(number),
            store="S1",
            coupons=("HOT",) if "limit" in self.hot and number % 4 == 1 else (),
        )
        return str(number), encode(sale)

    async def round(self) -> Round:
        """Commit the round's sales."""
        found, sales = Round(), [self.sale() for _ in range(COMMITS)]

        async def till(key: str) -> None:
            async with Client(self.port, {"Authorization": f"Bearer {key}"}) as http:
                while sales:
                    name, body = sales.pop()
                    start = perf_counter()
                    found.retries += await sell(http, name, body)
                    found.waits.append((perf_counter() - start) * 1_000)

        start = perf_counter()
        await asyncio.gather(*(till(self.keys[n % len(self.keys)]) for n in range(TILLS)))
        found.seconds = perf_counter() - start
        return found


async def sell(http: Client, name: str, body: bytes) -> int:
    """Commit one sale, however often it takes; return how often it had to be repeated."""
    for refused in count():
        status, answer = await http.post("/till/orders", body, name)
        if status == 201:
            return refused
        assert status == 503, answer
        await asyncio.sleep(random.uniform(0.01, 0.05))
    raise AssertionError


class Job:
    """The nightly work of the tiers, over every member again and again."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.database = ground.database
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


Rounds = Sequence[Round]


def figures(calm: Rounds, limits: Rounds, alone: Rounds, shared: Rounds) -> list[Figure]:
    """Return rates and waits of each kind of round against the kind that it adds to."""
    found = []
    kinds = (("limits", limits, calm), ("alone", alone, limits), ("beside_job", shared, alone))
    for name, ours, theirs in kinds:
        rate, other = median(r.rate for r in ours), median(r.rate for r in theirs)
        found.append(compared(f"contention/{name}", rate, other, "commits/s"))
        p99, other = median(r.p99 for r in ours), median(r.p99 for r in theirs)
        found.append(compared(f"contention/{name}/p99", p99, other, "ms"))
    retries = median([r.retries / len(r.waits) for r in (*limits, *alone, *shared)])
    rounds = len(limits) + len(alone) + len(shared)
    return [*found, Figure("contention/retries", round(retries, 4), "a commit", rounds=rounds)]


def compared(name: str, value: float, limit: float, unit: str) -> Figure:
    """Return a median of the rounds beside the one it is held against."""
    return Figure(name, round(value, 1), unit, round(limit, 1), round(value / limit, 3), ROUNDS)


async def make_keys(ground: Ground) -> list[str]:
    """Make a key for each lane."""
    async with begin(ground.database, ground.actor) as tx:
        wishes = [access.KeyWish(f"till {n}", ("checkout.*", PRICING)) for n in range(LANES)]
        return [made.key for made in await access.make_keys(tx, wishes)]


async def run() -> AsyncIterator[Figure]:
    """Run rounds alone and beside the job in turn; count the database's deadlocks over all."""
    async with database() as (server, opened), administer(server.admin_url) as admin:
        ground = await open_shop(server, opened, rule_count=RULES, people=PEOPLE, more=extras())
        quiet = await open_shop(server, opened, rule_count=RULES, people=PEOPLE)
        await stand(ground)
        await stand(quiet)
        await admin.execute("VACUUM ANALYZE")
        before = await admin.fetchval(DEADLOCKS)
        calm, limits, alone, shared, job = [], [], [], [], Job(ground)
        async with serving(server) as port:
            keys = await make_keys(ground)
            others = Tills(quiet, port, await make_keys(quiet), hot="")
            limited = Tills(ground, port, keys, hot="limit")
            tills = Tills(ground, port, keys, hot="limit and member")
            tills.numbers = limited.numbers
            await tills.round()
            await others.round()
            for _ in range(ROUNDS):
                calm.append(await others.round())
                limits.append(await limited.round())
                alone.append(await tills.round())
                shared.append(await beside(tills, job))
        # A session hands in its statistics when it ends.
        await opened.close()
        spent = await admin.fetchval(SPENT, ground.merchant_id)
        assert spent == COMMITS * (3 * ROUNDS + 1), "every sale took one use"
        for figure in figures(calm, limits, alone, shared):
            yield figure
        deadlocks = await admin.fetchval(DEADLOCKS) - before
        yield Figure("contention/deadlocks", deadlocks, "deadlocks", 0, rounds=3 * ROUNDS)
