"""BG/NBD reproduces what was published, and what a peer computes of the same histories."""

from __future__ import annotations

import numpy as np
import pytest

from liuke.domains.analytics.models import purchases
from liuke.domains.analytics.models.purchases import Histories
from liuke.domains.analytics.models.records import Rates
from liuke.domains.analytics.models.sparse import TooSparse
from tests.analytics.models.counting import coarse, counted
from tests.analytics.models.peer import beta_geo, cdnow


def test_the_published_parameters_of_cdnow_are_reproduced() -> None:
    found = purchases.fit(counted(*cdnow()))
    fitted = [found.rates.r, found.rates.alpha, found.rates.a, found.rates.b]
    assert fitted == pytest.approx([0.2426, 4.4136, 0.7930, 2.4262], abs=0.001)
    assert found.log_likelihood == pytest.approx(-9582.43, abs=0.01)
    assert (found.members, found.cells < 2_357) == (2_357, True)


def test_a_peer_says_the_same_of_every_customer() -> None:
    x, t_x, t = cdnow()
    peer, rates = beta_geo(x, t_x, t)
    more = peer.conditional_expected_number_of_purchases_up_to_time(39, x, t_x, t)
    assert purchases.expected(rates, x, t_x, t, 39) == pytest.approx(np.asarray(more), rel=1e-6)
    living = peer.conditional_probability_alive(x, t_x, t)
    assert purchases.alive(rates, x, t_x, t) == pytest.approx(np.asarray(living), rel=1e-9)


def test_counting_nearly_equal_histories_hardly_moves_the_likelihood() -> None:
    x, t_x, t = cdnow()
    exact = counted(x, t_x, t)
    rough = coarse(x, t_x, t, t.max())
    best = purchases.fit(exact).log_likelihood
    ours = purchases.log_likelihood(purchases.fit(rough).rates, exact)
    assert len(rough.n) * 2 < len(exact.n)
    assert rough.members == exact.members
    assert ours == pytest.approx(best, rel=2e-6)


def test_the_fit_finds_the_slope_of_its_own_likelihood() -> None:
    histories = counted(*cdnow())
    base = Rates(0.3, 5.0, 0.9, 2.0)
    levels = purchases.levelled(histories)
    logs = np.log([base.r, base.alpha, base.a, base.b])
    _, slope = purchases.mean_loss(logs, levels)
    for place in range(4):
        step = np.zeros(4)
        step[place] = 1e-5
        up, _ = purchases.mean_loss(logs + step, levels)
        down, _ = purchases.mean_loss(logs - step, levels)
        assert slope[place] == pytest.approx((up - down) / 2e-5, rel=1e-4)


def test_who_buys_hundreds_of_times_gets_a_number() -> None:
    rates = Rates(0.25, 30.0, 1.0, 2.4)
    many = np.array([500.0])
    found = purchases.expected(rates, many, np.array([700.0]), np.array([701.0]), 365.0)
    # About as often as before, a little less for those who leave.
    assert 200 < found[0] < 262


def test_silence_is_the_chance_of_no_purchase_in_a_simulation() -> None:
    rates, days = Rates(0.8, 20.0, 0.6, 2.0), 60.0
    drawn = np.random.default_rng(7)
    size = 400_000
    rate = drawn.gamma(rates.r, 1 / rates.alpha, size)
    leave = drawn.beta(rates.a, rates.b, size)
    first, gone = drawn.exponential(1 / rate), drawn.random(size) < leave
    second = first + drawn.exponential(1 / rate)
    # One purchase again in the first 100 days, and none after it until then.
    watched = (first < 100) & (gone | (second > 100))
    quiet = gone | (second > 100 + days)
    near = watched & (first > 38) & (first < 42)
    x, t_x, t = (np.array([value]) for value in (1.0, 40.0, 100.0))
    said = purchases.silent(rates, x, t_x, t, days)[0]
    assert quiet[near].mean() == pytest.approx(said, abs=0.02)


def test_too_few_members_are_refused_in_both_languages() -> None:
    few = Histories(np.array([1.0]), np.array([9.0]), np.array([20.0]), np.array([60.0]))
    with pytest.raises(TooSparse) as refusal:
        purchases.fit(few)
    assert refusal.value.reason == "It needs 200 members who bought; there are 60."
    assert "现有 60" in refusal.value.reason_zh


def test_members_who_are_all_alike_are_refused() -> None:
    same = np.full(1_000, 10.0)
    alike = counted(same, same * 9, same * 10)
    with pytest.raises(TooSparse, match="alike"):
        purchases.fit(alike)
