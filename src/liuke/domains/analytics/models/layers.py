"""Nine layers, from stranger to promoter: what a member has done, as a shop itself draws it.

Our own nine; a shop edits their names and what each one asks. A member stands on the highest layer
all of whose demands are met, so a layer may be reached without the ones below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import numpy as np
from msgspec import Meta

from liuke.domains.analytics.models.arrays import Bools, Ints
from liuke.kernel.values import Value

AtLeast = Annotated[int, Meta(ge=0, le=1_000_000)]


class Layer(Value, frozen=True):
    """One layer: its names, and the least a member needs of each thing; 0 asks nothing.

    `within_days` asks for an order no longer ago; `top_percent` for a place among the best.
    """

    code: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
    label: Annotated[str, Meta(min_length=1, max_length=40)]
    label_zh: Annotated[str, Meta(min_length=1, max_length=20)]
    named: bool = False
    acts: AtLeast = 0
    orders: AtLeast = 0
    referrals: AtLeast = 0
    within_days: AtLeast = 0
    top_percent: Annotated[int, Meta(ge=0, le=100)] = 0


NINE = (
    Layer("stranger", "Stranger", "陌生人"),
    Layer("visitor", "Visitor", "访客", acts=1),
    Layer("registered", "Registered", "注册会员", named=True),
    Layer("trier", "Tried once", "尝鲜", orders=1),
    Layer("repeater", "Came back", "复购", orders=2),
    Layer("regular", "Regular", "常客", orders=4, within_days=180),
    Layer("loyal", "Loyal", "忠诚", orders=8, within_days=90),
    Layer("key", "Key member", "能量级", orders=8, within_days=90, top_percent=20),
    Layer("promoter", "Promoter", "推广者", orders=1, referrals=1),
)


def layers(drawn: Sequence[Layer], known: Mapping[str, Ints]) -> Ints:
    """Return the place among the drawn layers of each member; the first when none fits.

    `known` holds, side by side: named, acts, orders, referrals, last_days (-1 without an order)
    and rank_percent (1 is the best hundredth).
    """
    places = np.zeros(len(known["orders"]), dtype=np.int64)
    for place, layer in enumerate(drawn):
        places[_fits(layer, known)] = place
    return places


def _fits(layer: Layer, known: Mapping[str, Ints]) -> Bools:
    fits: Bools = (
        (known["acts"] >= layer.acts)
        & (known["orders"] >= layer.orders)
        & (known["referrals"] >= layer.referrals)
    )
    if layer.named:
        fits &= known["named"] > 0
    if layer.within_days:
        fits &= (known["last_days"] >= 0) & (known["last_days"] <= layer.within_days)
    if layer.top_percent:
        fits &= known["rank_percent"] <= layer.top_percent
    return fits
