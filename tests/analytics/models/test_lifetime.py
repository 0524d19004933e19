"""A horizon adds up from its months, and the value of later ones shrinks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from liuke.domains.analytics.models import lifetime, purchases
from liuke.domains.analytics.models.lifetime import Members
from liuke.domains.analytics.models.records import Rates, Worths
from liuke.domains.analytics.models.settings import Horizon
from tests.analytics.models.peer import beta_geo, cdnow_payments, cdnow_spending, gamma_gamma

RATES, WORTHS = Rates(0.25, 31.0, 0.8, 2.4), Worths(6.25, 3.74, 1545.0)


def three() -> Members:
    """Return a regular, one who has gone quiet, and one who bought once."""
    return Members(
        np.array([20.0, 20.0, 0.0]),
        np.array([300.0, 60.0, 0.0]),
        np.array([310.0, 310.0, 310.0]),
        np.array([2000.0, 2000.0, 0.0]),
    )


def test_months_add_up_to_the_horizon() -> None:
    seen = lifetime.look_ahead(RATES, WORTHS, three(), Horizon(months=6))
    members = three()
    whole = purchases.expected(RATES, members.x, members.t_x, members.t, 180)
    assert seen.orders == pytest.approx(whole)
    assert seen.orders[0] > seen.orders[2] > seen.orders[1]


def test_without_discount_the_value_is_orders_times_what_an_order_is_worth() -> None:
    seen = lifetime.look_ahead(RATES, WORTHS, three(), Horizon(discount_bp=0))
    less = lifetime.look_ahead(RATES, WORTHS, three(), Horizon(discount_bp=1_000))
    assert seen.value_minor[2] == pytest.approx(seen.orders[2] * 6.25 * 1545 / 2.74)
    assert (less.value_minor < seen.value_minor).all()
    assert (less.value_minor > seen.value_minor / 1.1).all()


def test_a_peer_computes_the_same_value_over_a_year() -> None:
    x, t_x, t, mean = cdnow_spending()
    peer, rates = beta_geo(x, t_x, t)
    money, worths = gamma_gamma(cdnow_payments())
    theirs = money.customer_lifetime_value(
        peer,
        *(pd.Series(column) for column in (x, t_x, t, mean)),
        time=12,
        discount_rate=1.1 ** (1 / 12) - 1,
        freq="D",
    )
    ours = lifetime.look_ahead(rates, worths, Members(x, t_x, t, mean), Horizon())
    assert ours.value_minor == pytest.approx(theirs.to_numpy(), rel=1e-6)


def test_who_has_probably_left_has_no_next_order_and_no_worths_give_no_value() -> None:
    seen = lifetime.look_ahead(RATES, None, three(), Horizon())
    assert np.isnan(seen.next_days).tolist() == [False, True, False]
    assert np.isnan(seen.value_minor).all()
    assert seen.churn[1] > seen.churn[2] > seen.churn[0]
