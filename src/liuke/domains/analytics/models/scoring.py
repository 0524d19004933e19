"""Scores of a stretch of members: every model applied, as whole numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from liuke.domains.analytics.models import layers, life, lifetime, rfm, suggest, worth
from liuke.domains.analytics.models.arrays import PER_MILLE, Floats, Ints, per_mille, whole
from liuke.domains.analytics.models.asking import asked, floats
from liuke.domains.analytics.models.lifetime import Members
from liuke.domains.analytics.models.records import ClvParameters, Picks, RfmParameters, Score
from liuke.domains.analytics.models.rfm import Scores
from liuke.domains.analytics.models.settings import Settings
from liuke.domains.analytics.models.suggest import Stocked
from liuke.domains.analytics.models.words import NAMES, STAGES
from liuke.domains.analytics.models.worth import Faded, Worth
from liuke.domains.analytics.opened import Lake
from liuke.kernel.ids import MemberId

# Longer ago than any border: bought nothing in the window.
LONG_AGO = 1_000_000.0
CLASS_CODES = np.array([name.code for name in NAMES])


@dataclass(frozen=True)
class Fits:
    """The models that scores are made by, as of one day; None where data are too sparse.

    `fitted` is when each of them was. `currency` is the shop's: what a whole unit of money is.
    """

    through_on: date
    fitted: tuple[datetime | None, ...]
    settings: Settings
    rfm: RfmParameters
    clv: ClvParameters | None
    stock: Stocked | None
    currency: str


Columns = Mapping[str, Any]


async def scores(lake: Lake, fits: Fits, after: MemberId, last: MemberId) -> list[Score]:
    """Score the members of a range of ids, in their order."""
    settings, weights = fits.settings, fits.settings.weights
    given: dict[str, Any] = {
        "after": after,
        "last": last,
        "through_on": fits.through_on,
        "window_on": fits.through_on - timedelta(days=settings.window_days),
        "spent_days": weights.spent_days,
        "referral_days": weights.referral_days,
        "act_days": weights.act_days,
    }
    rows = await asked(lake, "members", given)
    earlier_on = fits.through_on - timedelta(days=settings.period_days)
    past = {
        **given,
        "through_on": earlier_on,
        "window_on": earlier_on - timedelta(days=settings.window_days),
    }
    before = await asked(lake, "before", past)
    bought: Columns = {}
    if fits.stock is not None:
        bought = await asked(lake, "bought", {**given, **fits.stock.given})
    return await asyncio.to_thread(_scored, fits, rows, before, bought)


def _scored(fits: Fits, rows: Columns, before: Columns, bought: Columns) -> list[Score]:
    whom: list[bytes] = rows["member_id"]
    columns: list[list[Any]] = [
        [MemberId(one) for one in whom],
        *_rfm(fits, rows, before),
        *_life(fits, rows),
        *_layers(fits, rows),
        *(part.tolist() for part in _worth(fits, rows)),
        *_ahead(fits, rows),
        _picks(fits, bought, whom),
    ]
    return [Score(*cells) for cells in zip(*columns, strict=True)]


def _rfm(fits: Fits, rows: Columns, before: Columns) -> list[list[Any]]:
    """Return recency, frequency, money, class, class before, movement; zero for who never did."""
    whom = rows["member_id"]
    known = np.array(rows["visits"]) > 0
    orders, spent = floats(rows["window_orders"]), floats(rows["window_minor"])
    days = np.where(orders > 0, floats(rows["last_days"]), LONG_AGO)
    now = rfm.scores(fits.rfm.cuts, days, orders, spent)
    then = _then(fits, whom, before)
    was = _placed_in(whom, before)
    moved = np.where(known & was, rfm.movement(then, now), 0)
    return [
        *(np.where(known, score, 0).tolist() for score in now),
        np.where(known, CLASS_CODES[rfm.classes(now)], "").tolist(),
        np.where(was, CLASS_CODES[rfm.classes(then)], "").tolist(),
        moved.tolist(),
    ]


def _placed_in(whom: list[bytes], before: Columns) -> Any:
    there = set(before["member_id"])
    return np.array([one in there for one in whom], dtype=bool)


def _then(fits: Fits, whom: list[bytes], before: Columns) -> Scores:
    place = {one: row for row, one in enumerate(before["member_id"])}
    rows = np.array([place.get(one, -1) for one in whom], dtype=np.int64)

    def figure(name: str, missing: float) -> Floats:
        cells = np.append(floats(before[name]), missing)
        return cells[rows]

    return rfm.scores(
        fits.rfm.cuts, figure("days", LONG_AGO), figure("orders", 0.0), figure("spent_minor", 0.0)
    )


def _life(fits: Fits, rows: Columns) -> list[list[Any]]:
    visits, first, last = (floats(rows[name]) for name in ("visits", "first_days", "last_days"))
    usual = fits.rfm.usual_days
    stages = life.stages(fits.settings.borders, visits, first, last, usual)
    rhythm = life.rhythm(visits, first - last, usual)
    return [[str(STAGES[place]) for place in stages.tolist()], whole(rhythm).tolist()]


def _layers(fits: Fits, rows: Columns) -> list[list[Any]]:
    names = ("named", "acts", "orders", "referrals", "last_days")
    known: dict[str, Ints] = {name: np.array(rows[name], dtype=np.int64) for name in names}
    rank = _rank(fits.rfm.least_minor, rows)
    places = layers.layers(fits.settings.layers, {**known, "rank_percent": rank})
    codes = [fits.settings.layers[place].code for place in places.tolist()]
    return [(places + 1).tolist(), codes, rank.tolist()]


def _rank(least_minor: list[int], rows: Columns) -> Ints:
    """Return among the best how many per cent each member is; 100 without an order."""
    spent = np.array(rows["window_minor"], dtype=np.int64)
    rising = np.array(least_minor[::-1], dtype=np.int64)
    above = len(rising) - np.searchsorted(rising, spent, side="right")
    found: Ints = np.where(np.array(rows["window_orders"]) > 0, np.minimum(above + 1, 100), 100)
    return found.astype(np.int64)


def _worth(fits: Fits, rows: Columns) -> Worth:
    names = ("spent_faded", "referrals_faded", "referred_faded", "acts_faded")
    faded = Faded(*(floats(rows[name]) for name in names))
    return worth.worth(fits.settings.weights, faded, fits.currency)


def _ahead(fits: Fits, rows: Columns) -> list[list[Any]]:
    """Return alive, orders, value, churn and the next day; None for who never bought."""
    visits = floats(rows["visits"])
    if fits.clv is None:
        return [[None] * len(visits) for _ in range(5)]
    known = visits > 0
    first, last = floats(rows["first_days"]), floats(rows["last_days"])
    x = np.where(known, visits - 1, 0.0)
    later = floats(rows["later_minor"]).clip(min=0.0)
    mean = later / np.maximum(x, 1.0)
    members = Members(x, np.where(known, first - last, 0.0), np.where(known, first, 0.0), mean)
    seen = lifetime.look_ahead(fits.clv.rates, fits.clv.worths, members, fits.settings.horizon)
    days = np.ceil(np.nan_to_num(seen.next_days, nan=-1.0))
    return [
        _where(known, per_mille(seen.alive)),
        _where(known, whole(seen.orders * PER_MILLE)),
        _where(known & ~np.isnan(seen.value_minor), whole(seen.value_minor)),
        _where(known, per_mille(seen.churn)),
        [
            fits.through_on + timedelta(days=int(ahead)) if bought and 0 <= ahead < FAR else None
            for bought, ahead in zip(known.tolist(), days.tolist(), strict=True)
        ],
    ]


FAR = 3_650


def _where(known: Any, values: Ints) -> list[int | None]:
    return [
        value if here else None for here, value in zip(known.tolist(), values.tolist(), strict=True)
    ]


def _picks(fits: Fits, bought: Columns, whom: list[bytes]) -> list[Picks]:
    if fits.stock is None:
        return [Picks([], [], []) for _ in whom]
    return suggest.picked(fits.stock, bought, whom)
