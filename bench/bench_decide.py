"""Decisions: a basket of five lines, a coupon, points earned and spent, at 10, 200, 2,000 rules.

Pure computing on one core, no database: what the price rules cost a quote or a commit. The rules
are spread over 3,000 products of 400 brands and 300 categories as a chain's would be.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from time import perf_counter
from zoneinfo import ZoneInfo

from bench.figures import Figure, alone
from liuke.domains.promotions import (
    AmountOff,
    Basket,
    BuyGet,
    Compiled,
    CouponOffer,
    Earn,
    Effect,
    FixedPrice,
    Line,
    Match,
    Minimum,
    Multiply,
    PayWithPoints,
    PercentOff,
    Rule,
    Scope,
    ShippingOff,
    StageName,
    Step,
    ThresholdOff,
    View,
    Where,
    Window,
    compile_rules,
    decide,
)
from liuke.kernel.ids import MemberId

BASKETS = 1_000
NOON = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
VIEW = View(MemberId(bytes(16)), tiers={"main": "gold"}, balances={"points": 1_000})
ALWAYS = (
    Rule("earn", (Earn(points=1, per_minor=100),)),
    Rule("gold", (Multiply(15_000),), where=Where(tiers=("gold",))),
    Rule("member-day", (Multiply(20_000),), window=Window(weekdays=(6,))),
    Rule("full", (ThresholdOff((Step(10_000, 1_000),)),), stage=StageName.THRESHOLD),
    Rule("ship", (ShippingOff(),), minimum=Minimum(8_000)),
    Rule("pay", (PayWithPoints("points", 100, 100),)),
)
EFFECTS: tuple[Effect, ...] = (PercentOff(1_000), FixedPrice(500), BuyGet(2, 1), AmountOff(100))
COUPON = CouponOffer("c1", "five", (AmountOff(500),), minimum=Minimum(5_000))


def rules(count: int, dice: random.Random) -> list[Rule]:
    """Return the everyday rules and so many more about goods."""
    more = [
        Rule(f"r{n}", (dice.choice(EFFECTS),), scope=scope(n, dice), priority=n % 5)
        for n in range(count - len(ALWAYS))
    ]
    return [*ALWAYS, *more]


def scope(place: int, dice: random.Random) -> Scope:
    """Return some goods: a category, a brand, or a product twice as often."""
    product = dice.randrange(3_000)
    if place % 4 == 0:
        return Scope((Match(categories=(f"c{product % 300}",)),))
    if place % 4 == 1:
        return Scope((Match(brands=(f"b{product % 400}",)),))
    return Scope((Match(products=(f"p{product}",)),))


def basket(dice: random.Random) -> Basket:
    """Return five lines with a coupon and points laid on the table."""
    lines = []
    for _ in range(5):
        product = dice.randrange(3_000)
        path = (f"c{product % 300}", f"d{product % 20}")
        price, units = dice.randrange(100, 9_000), dice.choice((1, 1, 1, 2, 6))
        brand = f"b{product % 400}"
        lines.append(Line(f"p{product}", price, units, brand=brand, categories=path))
    return Basket(
        tuple(lines),
        store="s1",
        channel="till",
        shipping_minor=800,
        spend={"points": 100},
        coupons=(COUPON,),
    )


async def rate(compiled: Compiled, baskets: list[Basket]) -> float:
    """Decide every basket once and return decisions per second."""
    start = perf_counter()
    for one in baskets:
        decide(compiled, VIEW, one, NOON)
    return len(baskets) / (perf_counter() - start)


async def run() -> AsyncIterator[Figure]:
    """Give decisions per second for each number of live rules."""
    for count in (10, 200, 2_000):
        dice = random.Random(20260101)
        compiled = compile_rules(rules(count, dice))
        baskets = [basket(dice) for _ in range(BASKETS)]
        yield await alone(f"decide/{count}", "decisions/s", partial(rate, compiled, baskets))
