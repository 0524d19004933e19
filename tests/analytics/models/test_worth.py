"""What a score is made of adds up to it, to the point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.analytics.models import worth
from liuke.domains.analytics.models.settings import Weights
from liuke.domains.analytics.models.worth import Faded

figures = st.floats(-1e9, 1e9)


def faded(spent: float, referrals: float = 0, referred: float = 0, acts: float = 0) -> Faded:
    one, two, three, four = (np.array([float(v)]) for v in (spent, referrals, referred, acts))
    return Faded(one, two, three, four)


def test_a_purchase_a_friend_and_an_act_by_hand() -> None:
    given = faded(12_345, referrals=1, referred=50_000, acts=1.5)
    found = worth.worth(Weights(), given, "CNY")
    assert found.purchases.tolist() == [123]
    assert found.referrals.tolist() == [50 + 50]
    assert found.participation.tolist() == [3]
    assert found.score.tolist() == [226]


@pytest.mark.parametrize(
    ("currency", "minor", "points"),
    [("JPY", 12_345, [12_345, 1_234]), ("CNY", 12_345, [123, 12]), ("KWD", 123_456, [123, 12])],
)
def test_a_unit_of_money_is_what_the_currency_says(
    currency: str, minor: int, points: list[int]
) -> None:
    found = worth.worth(Weights(), faded(minor, referred=minor), currency)
    assert [found.purchases.item(), found.referrals.item()] == points


def test_more_returned_than_bought_is_nothing() -> None:
    assert worth.worth(Weights(), faded(-500), "CNY").score.tolist() == [0]


@given(figures, figures, figures, figures)
def test_parts_always_add_up(spent: float, friends: float, money: float, acts: float) -> None:
    found = worth.worth(Weights(), faded(spent, friends, money, acts), "KWD")
    assert found.score == found.purchases + found.referrals + found.participation
