"""Scores of real households are what pandas makes of the raw files, figure by figure."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from scipy.special import hyp2f1

from liuke.domains.analytics import Lake
from liuke.domains.analytics.models import asking, population, prospects, scoring, suggest
from liuke.domains.analytics.models.records import Score
from liuke.domains.analytics.models.scoring import Fits
from liuke.domains.analytics.models.settings import Settings
from liuke.kernel.ids import MemberId
from tests import lake_ground
from tests.analytics.models import raw

pytestmark = pytest.mark.slow

SETTINGS = Settings()


@lru_cache
def lake() -> Lake:
    return lake_ground.receipts(households=raw.HOUSEHOLDS)


async def fitted() -> Fits:
    span = await asking.span(lake(), date(2018, 1, 1))
    assert span is not None
    assert (span.first_on, span.through_on, span.days) == (date(2017, 1, 1), raw.THROUGH, 365)
    rfm = await population.fit(lake(), span, SETTINGS)
    clv = await prospects.fit(lake(), span, SETTINGS)
    stock = await suggest.stocked(lake(), span.through_on)
    return Fits(span.through_on, (), SETTINGS, rfm.parameters, clv.parameters, stock, "USD")


@pytest.fixture(scope="module")
async def fits() -> Fits:
    return await fitted()


@pytest.fixture(scope="module")
async def scored(fits: Fits) -> dict[int, Score]:
    """Return scores by household."""
    found = await scoring.scores(lake(), fits, MemberId.first(), MemberId.last())
    by_id = {one.member_id.bytes: one for one in found}
    households = raw.households().index
    return {number: by_id[lake_ground.member(int(number)).bytes] for number in households}


def points(value: int, cuts: list[int], *, low_is_good: bool = False) -> int:
    above = sum(value > cut for cut in cuts)
    return 5 - above if low_is_good else 1 + above


def cuts(column: str) -> list[int]:
    return [raw.lower_quantile(raw.households()[column], n / 5) for n in range(1, 5)]


async def test_everybody_is_scored_once(scored: dict[int, Score]) -> None:
    assert len(scored) == raw.HOUSEHOLDS
    assert len({one.member_id for one in scored.values()}) == raw.HOUSEHOLDS


async def test_rfm_is_that_of_the_raw_files(scored: dict[int, Score]) -> None:
    by = {name: cuts(name) for name in ("silence", "orders", "cents")}
    for household, row in raw.households().iterrows():
        one = scored[household]
        assert one.rfm_recency == points(row["silence"], by["silence"], low_is_good=True)
        assert one.rfm_frequency == points(row["orders"], by["orders"])
        assert one.rfm_monetary == points(row["cents"], by["cents"])


async def test_movement_is_against_the_same_cuts_thirty_days_ago(
    scored: dict[int, Score], fits: Fits
) -> None:
    before = raw.households(raw.THROUGH - timedelta(days=30))
    known = fits.rfm.cuts
    for household, one in scored.items():
        if household not in before.index:
            assert (one.rfm_before, one.rfm_moved) == ("", 0)
            continue
        row = before.loc[household]
        then = (
            points(row["silence"], list(known.recency_days), low_is_good=True)
            + points(row["orders"], list(known.frequency))
            + points(row["cents"], list(known.monetary_minor))
        )
        now = one.rfm_recency + one.rfm_frequency + one.rfm_monetary
        assert one.rfm_moved == int(now > then) - int(now < then)


async def test_stages_follow_each_household_s_own_rhythm(scored: dict[int, Score]) -> None:
    table = raw.households()
    again = table[table["visits"] > 1]
    gaps = [(r["age"] - r["silence"]) / (r["visits"] - 1) for _, r in again.iterrows()]
    usual = float(np.median(gaps))
    for household, row in table.iterrows():
        rhythm = max((usual + row["age"] - row["silence"]) / row["visits"], 1.0)
        quiet = row["silence"] / rhythm
        assert scored[household].rhythm_days == round(rhythm)
        assert scored[household].life_stage == stage(row, quiet)


def stage(row: Any, quiet: float) -> str:
    if quiet > 8 and row["silence"] >= 90:
        return "lost"
    if quiet > 4 and row["silence"] >= 30:
        return "dormant"
    if row["age"] <= 30:
        return "new"
    return "at_risk" if quiet > 2 and row["silence"] >= 14 else "active"


async def test_value_is_what_was_spent_fading_by_half_in_180_days(
    scored: dict[int, Score],
) -> None:
    worth: dict[int, float] = {}
    for _, basket in raw.receipts().iterrows():
        age = (raw.THROUGH - basket["day"]).days
        left = basket["cents"] / 100 * 0.5 ** (age / 180)
        worth[basket["household_id"]] = worth.get(basket["household_id"], 0.0) + left
    for household, one in scored.items():
        assert one.value_purchases == pytest.approx(worth[household], abs=0.51)
        assert (one.value_referrals, one.value_participation) == (0, 0)
        assert one.value_score == one.value_purchases


async def test_the_best_fifth_is_a_fifth_and_layers_follow(scored: dict[int, Score]) -> None:
    spent = raw.households()["cents"]
    best = set(spent.sort_values(ascending=False).index[: raw.HOUSEHOLDS // 5])
    assert {number for number, one in scored.items() if one.rank_percent <= 20} == best
    for household, row in raw.households().iterrows():
        expected = "trier" if row["orders"] == 1 else "repeater"
        if row["orders"] >= 4 and row["silence"] <= 180:
            expected = "regular"
        if row["orders"] >= 8 and row["silence"] <= 90:
            expected = "key" if household in best else "loyal"
        assert scored[household].layer_code == expected


async def test_lifetime_value_is_that_of_the_printed_formulas(
    scored: dict[int, Score], fits: Fits
) -> None:
    clv = fits.clv
    assert clv is not None
    assert clv.worths is not None
    rates, worths = clv.rates, clv.worths
    for household, row in raw.households().iterrows():
        x, t = row["visits"] - 1, row["age"]
        t_x = row["age"] - row["silence"]
        odds = (
            rates.a / (rates.b + x - 1) * ((rates.alpha + t) / (rates.alpha + t_x)) ** (rates.r + x)
        )
        alive = 1 / (1 + odds) if x else 1.0
        assert scored[household].alive_pm == pytest.approx(1000 * alive, abs=0.51)
        worth = worths.p * (worths.v + row["later_cents"]) / (worths.p * x + worths.q - 1)
        months = np.diff([0.0, *(alive * _expected(rates, x, t, 30 * n) for n in range(1, 13))])
        value = sum(month * worth / 1.1 ** ((n + 1) / 12) for n, month in enumerate(months))
        assert scored[household].clv_minor == pytest.approx(value, rel=1e-6, abs=1)
        waiting = ((rates.alpha + t) / (rates.alpha + t + 90)) ** (rates.r + x)
        assert scored[household].churn_pm == pytest.approx(
            1000 * (1 - alive * (1 - waiting)), abs=0.51
        )


def _expected(rates: Any, x: int, t: int, days: int) -> float:
    """Return purchases to come of who is alive, by equation 10 as it is printed."""
    r, alpha, a, b = rates.r, rates.alpha, rates.a, rates.b
    z = days / (alpha + t + days)
    shrink = ((alpha + t) / (alpha + t + days)) ** (r + x)
    tail = shrink * hyp2f1(r + x, b + x, a + b + x - 1, z)
    return float((a + b + x - 1) / (a - 1) * (1 - tail))


async def test_what_to_buy_again_was_bought_and_what_goes_with_it_was_not(
    scored: dict[int, Score],
) -> None:
    household, one = next(
        (number, one) for number, one in scored.items() if len(one.picks.upgrade) == 2
    )
    bought = {row[0] for row in (await lake().ask(
        "SELECT DISTINCT product FROM checkout_line WHERE member_id = $who",
        {"who": lake_ground.member(household)},
    )).rows}  # fmt: skip
    again, along, above = (
        {pick.product for pick in listed}
        for listed in (one.picks.buy_again, one.picks.goes_with, one.picks.upgrade)
    )
    assert [len(found) for found in (again, along, above)] == [3, 3, 2]
    assert again <= bought
    assert not (along | above) & bought
