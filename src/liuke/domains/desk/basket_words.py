"""What the rules of a basket may ask beside members: the moment, the goods, the place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from liuke.domains import catalog, programme, stores
from liuke.domains.coupons import CouponTemplate
from liuke.domains.desk.catalogue import (
    OPERATORS,
    Argument,
    AskableFact,
    Option,
    operators,
    option,
)
from liuke.domains.promotions import OWN_FACTS, OwnFact
from liuke.kernel.conditions import Op
from liuke.kernel.db import Tx

STORES_MAX = 1_000
CHOSEN = (Op.IN, Op.NOT_IN, Op.EQ, Op.NE)
COMPARED = (Op.GE, Op.LE, Op.GT, Op.LT, Op.EQ, Op.NE, Op.BETWEEN)
# A day is chosen from a list first; how much of something, by at least how much.
BY_NAME: Mapping[str, tuple[Op, ...]] = {
    "now.weekday": CHOSEN,
    "now.month": CHOSEN,
    "now.day": (*CHOSEN, Op.GE, Op.LE, Op.BETWEEN),
    "store": CHOSEN,
    "channel": CHOSEN,
}
BY_KIND: Mapping[str, tuple[Op, ...]] = {
    "int": COMPARED,
    "money": COMPARED,
    "date": COMPARED,
    "time": (Op.GE, Op.LT, Op.BETWEEN),
    "month_day": (*CHOSEN, Op.BETWEEN),
    "texts": (Op.HAS, Op.HAS_ANY, Op.HAS_ALL),
}
WEEKDAYS = {
    "1": ("Monday", "周一"),
    "2": ("Tuesday", "周二"),
    "3": ("Wednesday", "周三"),
    "4": ("Thursday", "周四"),
    "5": ("Friday", "周五"),
    "6": ("Saturday", "周六"),
    "7": ("Sunday", "周日"),
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


async def basket_facts(tx: Tx) -> list[AskableFact]:
    """Return what a rule may ask of the moment and the basket, in the order it is offered."""
    shops = await stores.search_stores(tx, region=None, after="", limit=STORES_MAX)
    categories = [(one.code, one.name) for one in await catalog.categories(tx)]
    brands = [(one.code, one.name) for one in await catalog.brands(tx)]
    templates = (await programme.live(tx)).items(CouponTemplate)
    values = {
        "now.weekday": [Option(value, *labels) for value, labels in WEEKDAYS.items()],
        "now.month": [Option(str(at), name, f"{at} 月") for at, name in enumerate(MONTHS, start=1)],
        "basket.categories": _named(categories),
        "basket.brands": _named(brands),
        "basket.coupons": [option(one.code, one.name, one.name_zh) for one in templates],
        "store": _named((one.code, one.name) for one in shops),
    }
    goods = [*_named(categories, "category:"), *_named(brands, "brand:")]
    return [_askable(fact, goods, values.get(fact.name, [])) for fact in OWN_FACTS]


def _named(things: Iterable[tuple[str, str]], prefix: str = "") -> list[Option]:
    return [option(f"{prefix}{code}", name, name) for code, name in things]


def _askable(fact: OwnFact, goods: list[Option], values: list[Option]) -> AskableFact:
    ways = BY_NAME.get(fact.name) or BY_KIND.get(fact.kind) or OPERATORS[fact.kind]
    return AskableFact(
        fact.name, fact.kind, fact.label, fact.label_zh,
        [Argument(name, goods) for name in fact.args],
        operators(ways),
        {"": values} if values else {},
    )  # fmt: skip
