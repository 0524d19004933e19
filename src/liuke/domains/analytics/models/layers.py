"""Nine layers, from stranger to promoter: what a member has done, as a shop itself draws it.

Our own nine; a shop edits their names and what each one asks. A member stands on the highest layer
all of whose demands are met, so a layer may be reached without the ones below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from liuke.domains.analytics.models.arrays import Bools, Ints
from liuke.domains.analytics.models.settings import Layer


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
