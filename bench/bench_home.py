"""Home: the first page of a shop of a million members, the 95th percentile in milliseconds.

A thousand members get points and levels through the product and are copied under new ids; daily
figures of a hundred stores over half a year, and a coupon each, are written beside them, and kept
sums are counted as `liuke recount` counts them. The limit is the same page of a shop of a thousand
members, on a server of its own, the two read in turn. `LIUKE_BENCH_MEMBERS` is the size.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from statistics import quantiles
from time import perf_counter
from typing import Any

from bench.bench_growth import MOST, SEED, copy, visit
from bench.figures import Figure, against, timed
from bench.ground import Ground, database, open_shop
from liuke.domains import coupons, desk, points, tiers
from liuke.domains.desk import Period
from liuke.kernel.db import administer, begin

RULES = 20
TIMES = 20
FIGURES = """
    INSERT INTO desk_daily (merchant_id, store_id, day, figure, part, hour, value)
    SELECT $1, store_id, CURRENT_DATE - back, figure, part, hour, 1000 + back
    FROM (
        SELECT '00000000-0000-0000-0000-000000000000'::uuid AS store_id
        UNION ALL SELECT uuidv7() FROM generate_series(1, 100)
    ) stores,
        generate_series(0, 180) back, UNNEST(ARRAY['sales', 'orders']) figure,
        UNNEST(ARRAY['member', 'guest']) part, generate_series(8, 22) hour
"""
STEPS = """
    INSERT INTO desk_step (merchant_id, figure, day, step)
    SELECT $1, figure, CURRENT_DATE - back, 7
    FROM generate_series(-90, 900) back,
        UNNEST(ARRAY['active_1', 'active_7', 'active_30', 'active_90', 'repeat_90']) figure
"""
COUPONS = """
    INSERT INTO coupons_coupon (
        merchant_id, member_id, id, template, version, code, uses, uses_left, valid_from,
        valid_until, issued_at, issued_by, cause, birth
    )
    SELECT merchant_id, id, uuidv7(), 'bench', id, substring(uuid_send(uuidv7()) FROM 9 FOR 8),
        1, 1, joined_at, CURRENT_DATE + (random() * 90)::integer, joined_at, 'bench', 'bench',
        ''::bytea
    FROM members_member WHERE merchant_id = $1
"""


async def grown(stack: AsyncExitStack, size: int) -> Ground:
    """Open a shop on a server of its own and let it grow to `size` members."""
    start = perf_counter()
    server, opened = await stack.enter_async_context(database(1))
    ground = await open_shop(server, opened, rule_count=RULES, people=SEED)
    await visit(ground)
    async with administer(server.admin_url) as admin:
        await copy(admin, ground, size // SEED - 1)
        await admin.execute("SET session_replication_role = replica")
        await admin.execute(FIGURES, ground.merchant_id)
        await admin.execute(STEPS, ground.merchant_id)
        await admin.execute(COUPONS, ground.merchant_id)
        await recount(ground, size)
        await admin.execute("VACUUM ANALYZE")
        await admin.execute("CHECKPOINT")
    print(f"home: {size} members in {perf_counter() - start:.0f} s", file=sys.stderr)
    return ground


async def recount(ground: Ground, size: int) -> None:
    """Count what was copied into the kept sums."""
    async with begin(ground.database, ground.actor) as tx:
        await points.resum(tx)
        await tiers.recount(tx)
        await coupons.resum(tx)
        assert sum(level.members for level in await tiers.census(tx)) == size, "all stand somewhere"


async def slowest(work: Callable[[], Awaitable[Any]]) -> float:
    """Return the 95th percentile of some runs, in milliseconds."""
    taken = [await timed(work) for _ in range(TIMES)]
    return quantiles(taken, n=20)[-1] * 1_000


async def run() -> AsyncIterator[Figure]:
    """Measure each period of the page beside that of a small shop."""
    async with AsyncExitStack() as stack:
        small, large = await grown(stack, SEED), await grown(stack, MOST)
        for period in Period:

            async def page(ground: Ground, period: Period = period) -> None:
                async with begin(ground.database, ground.actor) as tx:
                    # The night of the shop's zone has no sales yet; yesterday is whole.
                    found = await desk.home(tx, period, on=tx.today - timedelta(days=1))
                assert found.now.sales_minor, "every day has sales"

            yield await against(
                f"home/{period}/{MOST}",
                "ms p95",
                lambda page=page: slowest(partial(page, large)),  # type: ignore[misc] # one page a turn
                lambda page=page: slowest(partial(page, small)),  # type: ignore[misc] # as above
                rounds=3,
            )
