"""Gamma-Gamma reproduces what was published and what a peer finds."""

from __future__ import annotations

import numpy as np
import pytest

from liuke.domains.analytics.models import spending
from liuke.domains.analytics.models.records import Worths
from liuke.domains.analytics.models.sparse import TooSparse
from liuke.domains.analytics.models.spending import Payments
from tests.analytics.models.peer import cdnow_payments, gamma_gamma


def test_the_published_parameters_are_reproduced() -> None:
    found = spending.fit(cdnow_payments())
    assert found.members == 946
    fitted = [found.worths.p, found.worths.q, found.worths.v]
    assert fitted == pytest.approx([6.25, 3.74, 15.45], abs=0.01)


def test_a_peer_expects_the_same_of_every_customer() -> None:
    payments = cdnow_payments()
    peer, worths = gamma_gamma(payments)
    theirs = np.asarray(peer.conditional_expected_average_profit(payments.x, payments.mean))
    assert spending.next_order(worths, payments.x, payments.mean) == pytest.approx(theirs)
    ours = spending.fit(payments).log_likelihood
    assert ours >= spending.log_likelihood(worths, payments) - 1e-9


def test_who_paid_once_is_expected_to_pay_what_everybody_pays() -> None:
    worths = Worths(6.25, 3.74, 15.45)
    found = spending.next_order(worths, np.zeros(1), np.zeros(1))
    assert found[0] == pytest.approx(6.25 * 15.45 / 2.74)


def test_too_few_who_paid_twice_are_refused() -> None:
    with pytest.raises(TooSparse, match="second order"):
        spending.fit(Payments(np.array([2.0]), np.array([900.0]), np.array([99.0])))


def test_payments_that_never_differ_are_refused() -> None:
    same = np.full(500, 1000.0)
    with pytest.raises(TooSparse, match="differs too little"):
        spending.fit(Payments(np.full(500, 3.0), same, np.ones(500)))
