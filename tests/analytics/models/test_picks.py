"""Picks are what members come back for, what lies beside it, and the dearer one of its kind."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from liuke.domains.analytics.models import picks
from liuke.domains.analytics.models.picks import Bought, Pairs, Shelf

MILK, COFFEE, FINE_COFFEE, CAKE, SALT = range(5)


def shelf() -> Shelf:
    return Shelf(
        category=np.array([0, 1, 1, 2, 3]),
        price_minor=np.array([100.0, 500, 900, 300, 50]),
        buyers=np.array([100.0, 80, 20, 60, 100]),
        returners=np.array([90.0, 60, 15, 30, 1]),
    )


def pairs() -> Pairs:
    return Pairs(
        one=np.array([MILK, COFFEE, COFFEE]),
        other=np.array([COFFEE, CAKE, FINE_COFFEE]),
        baskets=np.array([10.0, 40, 5]),
        alone=np.array([200.0, 90, 25, 70, 100]),
    )


def bought(rows: list[tuple[int, int, float, float]]) -> Bought:
    member, product, faded, days = zip(*rows, strict=True)
    return Bought(np.array(member), np.array(product), np.array(faded), np.array(days))


def test_salt_is_not_bought_again_as_milk_is() -> None:
    own = bought([(0, MILK, 0.9, 1), (0, SALT, 1.0, 1), (1, CAKE, 0.1, 1)])
    chosen = picks.best(picks.buy_again(own, shelf(), 2), 3)
    assert chosen.tolist() == [[MILK, SALT, -1], [CAKE, -1, -1]]


def test_cake_goes_with_coffee_until_it_was_bought() -> None:
    like = picks.likeness(pairs(), shelf())
    own = bought([(0, COFFEE, 1.0, 1), (1, COFFEE, 1.0, 1), (1, CAKE, 1.0, 1)])
    chosen = picks.best(picks.follow(own, like, 2), 2)
    assert chosen[0].tolist() == [CAKE, MILK]
    assert CAKE not in chosen[1].tolist()


def test_an_upgrade_is_of_the_same_kind_and_dearer() -> None:
    own = bought([(0, COFFEE, 1.0, 1), (1, FINE_COFFEE, 1.0, 1), (2, MILK, 1.0, 1)])
    chosen = picks.best(picks.follow(own, picks.upgrades(shelf()), 3), 1)
    assert chosen.tolist() == [[FINE_COFFEE], [-1], [-1]]


def test_equal_scores_keep_the_order_of_the_shelf() -> None:
    scored = csr_array(np.array([[1.0, 2.0, 2.0, 0.0]]))
    assert picks.best(scored, 3).tolist() == [[1, 2, 0]]


def test_hits_are_counted_by_hand() -> None:
    later = csr_array(np.array([[1.0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 1]]))
    picked = np.array([[0, 1], [0, 1], [0, -1]])
    hits = picks.judge(picked, later)
    assert hits.members == 2
    assert hits.precision == pytest.approx((1 / 2 + 0) / 2)
    assert hits.recall == pytest.approx((1 / 2 + 0) / 2)
    assert hits.ndcg == pytest.approx((1 / (1 + 1 / np.log2(3))) / 2)


def test_nobody_who_bought_is_no_hit() -> None:
    assert picks.judge(np.array([[0]]), csr_array(np.zeros((1, 1)))).members == 0
