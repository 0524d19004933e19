"""What conditions may ask of what members did: every deed, its fields, and what may be chosen."""

from __future__ import annotations

from collections.abc import Mapping

from liuke.domains import catalog, programme, stores
from liuke.domains.coupons import CouponTemplate
from liuke.domains.desk.catalogue import (
    OPERATORS,
    STORES_MAX,
    Operator,
    Option,
    operators,
    option,
)
from liuke.domains.points import BookSpec
from liuke.kernel.conditions import WITHOUT_VALUE
from liuke.kernel.db import Tx
from liuke.kernel.deeds import DEEDS, Deed, Field, fields_of
from liuke.kernel.operators import OF_LISTS
from liuke.kernel.values import Value

STATES = {
    "paid": ("Paid", "已付款"),
    "shipped": ("Shipped", "已发货"),
    "received": ("Received", "已收货"),
}
COUPON = {
    "issued": ("Issued", "发放"),
    "claimed": ("Claimed", "领取"),
    "redeemed": ("Used", "使用"),
    "restored": ("Given back", "退回"),
    "expired": ("Expired", "过期"),
    "voided": ("Voided", "作废"),
}
Choices = Mapping[tuple[str, str], list[Option]]


class AskableField(Value, frozen=True):
    """Something a deed carries, how it is compared, and what may be chosen, if that is known."""

    name: str
    kind: str
    label: str
    label_zh: str
    operators: list[Operator]
    options: list[Option]


class AskableDeed(Value, frozen=True):
    """A kind of deed with its words."""

    name: str
    label: str
    label_zh: str
    fields: list[AskableField]


async def deeds(tx: Tx) -> list[AskableDeed]:
    """Return every deed with its fields and what may be chosen in this shop, by name."""
    choices = await _choices(tx)
    return [_askable(deed, choices) for _, deed in sorted(DEEDS.items())]


def _askable(deed: Deed, choices: Choices) -> AskableDeed:
    fields = [
        _field(name, field, choices.get((deed.name, name)) or choices.get(("", name), []))
        for name, field in fields_of(deed).items()
    ]
    return AskableDeed(deed.name, deed.label, deed.label_zh, fields)


def _field(name: str, field: Field, options: list[Option]) -> AskableField:
    ways = [op for op in OPERATORS[field.kind] if op not in WITHOUT_VALUE and op not in OF_LISTS]
    return AskableField(name, field.kind, field.label, field.label_zh, operators(ways), options)


async def _choices(tx: Tx) -> Choices:
    live = await programme.live(tx)
    shops = await stores.search_stores(tx, limit=STORES_MAX)
    regions = {one.code: one for one in await stores.regions(tx)}
    paths = stores.region_paths({code: one.parent for code, one in regions.items()})
    categories = await catalog.categories(tx)
    brands = await catalog.brands(tx)
    templates = [option(one.code, one.name, one.name_zh) for one in live.items(CouponTemplate)]
    books = [option(one.code, one.name, one.name_zh) for one in live.items(BookSpec)]
    return {
        ("", "store"): [option(one.code, one.name, one.name) for one in shops],
        ("", "region"): [option(one.code, one.name, one.name) for one in regions.values()],
        ("", "region_path"): [
            option(path, regions[code].name, regions[code].name) for code, path in paths.items()
        ],
        ("", "category"): [option(one.code, one.name, one.name) for one in categories],
        ("", "brand"): [option(one.code, one.name, one.name) for one in brands],
        ("", "template"): templates,
        ("", "book"): books,
        ("order", "state"): _fixed(STATES),
        ("coupon", "what"): _fixed(COUPON),
    }


def _fixed(words: Mapping[str, tuple[str, str]]) -> list[Option]:
    return [Option(value, *labels) for value, labels in words.items()]
