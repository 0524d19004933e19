"""Members stand on the highest layer that asks no more than they did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from liuke.domains.analytics.models import layers
from liuke.domains.analytics.models.settings import NINE, Layer


@dataclass
class Known:
    """What one member did."""

    named: int = 1
    acts: int = 0
    orders: int = 0
    referrals: int = 0
    last_days: int = -1
    rank_percent: int = 100


def layer(known: Known, drawn: tuple[Layer, ...] = NINE) -> str:
    figures = {name: np.array([value]) for name, value in vars(known).items()}
    return drawn[int(layers.layers(drawn, figures)[0])].code


def test_each_of_the_nine_is_somebody() -> None:
    assert len(NINE) == 9
    assert layer(Known(named=0)) == "stranger"
    assert layer(Known(named=0, acts=3)) == "visitor"
    assert layer(Known()) == "registered"
    assert layer(Known(orders=1, last_days=400)) == "trier"
    assert layer(Known(orders=30, last_days=400)) == "repeater"
    assert layer(Known(orders=5, last_days=180)) == "regular"
    assert layer(Known(orders=9, last_days=90, rank_percent=21)) == "loyal"
    assert layer(Known(orders=9, last_days=90, rank_percent=20)) == "key"
    assert layer(Known(orders=1, referrals=1, last_days=500)) == "promoter"


def test_a_shop_that_draws_its_own_layers_gets_its_own() -> None:
    own = (Layer("guest", "Guest", "客人"), Layer("friend", "Friend", "朋友", orders=3))
    assert layer(Known(orders=2), own) == "guest"
    assert layer(Known(orders=3), own) == "friend"
