"""Recommendations over the lake: a shelf, what lies together on it, and picks for some members."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from liuke.domains.analytics.models import picks
from liuke.domains.analytics.models.arrays import PER_MILLE, Floats, Ints
from liuke.domains.analytics.models.asking import EVERYBODY, Span, ask, asked, floats
from liuke.domains.analytics.models.picks import Bought, Hits, Pairs, Shelf
from liuke.domains.analytics.models.records import (
    Compared,
    Fit,
    Pick,
    Picks,
    PicksParameters,
)
from liuke.domains.analytics.models.sparse import enough
from liuke.domains.analytics.opened import Lake

PRODUCTS = 4_000
PAIRS_OF = 25_000
AT_ONCE = 5_000
WINDOW_DAYS = 365
HALF_DAYS = 120
JUDGED_DAYS = 28
JUDGED_MOST = 5_000
TEN = 10
PRODUCTS_LEAST, PAIRS_LEAST = 20, 10
AGAIN, ALONG, ABOVE = 3, 3, 2


@dataclass(frozen=True)
class Stocked:
    """The shelf as of a day: products in order of who buys them, and their likenesses."""

    through_on: date
    codes: list[str]
    names: list[str]
    shelf: Shelf
    pairs: int
    like: csr_array
    dearer: csr_array

    @property
    def given(self) -> Mapping[str, Any]:
        """What questions about this shelf are asked with."""
        return {
            "through_on": self.through_on,
            "since_on": self.through_on - timedelta(days=WINDOW_DAYS),
            "half_days": HALF_DAYS,
            "shelf": self.codes,
            "every": 1,
        }


async def stocked(lake: Lake, through_on: date) -> Stocked:
    """Ask for the shelf and its pairs.

    Raises:
        TooSparse: too few products, or too few that are bought together.
    """
    since_on = through_on - timedelta(days=WINDOW_DAYS)
    given = {**EVERYBODY, "through_on": through_on, "since_on": since_on, "products": PRODUCTS}
    rows = await asked(lake, "shelf", given)
    enough(len(rows["product"]), PRODUCTS_LEAST, "products that members buy", "会员购买的商品数")
    (sold,) = await ask(lake, "through", {"before_on": through_on})
    # A pair that is seen a few times in a million baskets is chance.
    together = {"shelf": rows["product"], "pairs_least": max(3, sold[2] // PAIRS_OF)}
    found = await asked(lake, "pairs", {**given, **together})
    return await asyncio.to_thread(_stocked, through_on, rows, found)


def _stocked(through_on: date, rows: Mapping[str, Any], found: Mapping[str, Any]) -> Stocked:
    _, category = np.unique(np.array(rows["category"], dtype=str), return_inverse=True)
    category = np.where(np.array(rows["category"], dtype=str) == "", -1, category)
    shelf = Shelf(
        category, floats(rows["price_minor"]), floats(rows["buyers"]), floats(rows["returners"])
    )
    one, other = (np.array(found[name], dtype=np.int64) for name in ("one", "other"))
    baskets = floats(found["baskets"])
    same = one == other
    alone = np.zeros(len(category))
    alone[one[same]] = baskets[same]
    pairs = Pairs(one[~same], other[~same], baskets[~same], alone)
    enough(len(pairs.one), PAIRS_LEAST, "pairs bought together", "同时购买的商品组合数")
    like, dearer = picks.likeness(pairs, shelf), picks.upgrades(shelf)
    return Stocked(through_on, rows["product"], rows["name"], shelf, len(pairs.one), like, dearer)


async def fit(lake: Lake, span: Span) -> Fit:
    """Describe the shelf, and judge picks on four weeks that they had not seen.

    Raises:
        TooSparse: too few products, or too few that are bought together.
    """
    now = await stocked(lake, span.through_on)
    parameters = PicksParameters(len(now.codes), now.pairs, HALF_DAYS)
    past_on = span.through_on - timedelta(days=JUDGED_DAYS)
    if span.days < 4 * JUDGED_DAYS:
        return Fit(parameters, [])
    past = await stocked(lake, past_on)
    (members,) = await ask(lake, "stretch", {**EVERYBODY, "most": 10**9})
    drawn = {**EVERYBODY, **past.given, "every": max(1, members[1] // JUDGED_MOST)}
    bought = await asked(lake, "bought", drawn)
    ahead = {**drawn, "through_on": span.through_on, "since_on": past_on}
    later = await asked(lake, "fetched", ahead)
    return Fit(parameters, await asyncio.to_thread(_judged, past, bought, later))


def _judged(past: Stocked, rows: Mapping[str, Any], ahead: Mapping[str, Any]) -> list[Compared]:
    whom = sorted(set(rows["member_id"]))
    bought, size = bought_of(rows, whom), len(past.codes)
    known = picks.matrix(np.ones(len(bought.member)), bought, len(whom), size)
    places = {member: place for place, member in enumerate(whom)}
    kept = [(places[m], p) for m, p in zip(ahead["member_id"], ahead["place"], strict=True)
            if m in places]  # fmt: skip
    cells = np.array(kept, dtype=np.int64).reshape(-1, 2)
    later = csr_array((np.ones(len(cells)), (cells[:, 0], cells[:, 1])), shape=(len(whom), size))
    fresh = (later - later.multiply(known)).tocsr()
    fresh.eliminate_zeros()
    popular = np.argsort(-past.shelf.buyers, kind="stable").astype(np.int64)
    dearer = popular[np.isin(popular, np.unique(past.dearer.indices))]
    own = picks.matrix(bought.days, bought, len(whom), size)
    again = picks.buy_again(bought, past.shelf, len(whom))
    goes = picks.follow(bought, past.like, len(whom))
    up = picks.follow(bought, past.dearer, len(whom))
    everybody = np.tile(popular[:TEN], (len(whom), 1))
    return [
        *_against("buy_again", later, picks.best(again, TEN),
                  {"own_frequency": picks.best(own, TEN), "popular": everybody}),
        *_against("goes_with", fresh, picks.best(goes, TEN),
                  {"popular": unknown(popular, known)}),
        *_against("upgrade", fresh, picks.best(up, TEN),
                  {"popular_dearer": unknown(dearer, known)}),
    ]  # fmt: skip


def unknown(order: Ints, known: csr_array) -> Ints:
    """Return for each member the first ten of an order that they never bought."""
    table = known.tocsr()
    chosen = np.full((table.shape[0], TEN), -1, dtype=np.int64)
    for row in range(table.shape[0]):
        held = table.indices[table.indptr[row] : table.indptr[row + 1]]
        most = order[: TEN + len(held)]
        free = most[~np.isin(most, held)][:TEN]
        chosen[row, : len(free)] = free
    return chosen


def _against(
    what: str, later: csr_array, ours: Ints, baselines: Mapping[str, Ints]
) -> list[Compared]:
    mine = picks.judge(ours, later)
    theirs = {name: picks.judge(chosen, later) for name, chosen in baselines.items()}
    return [
        Compared(what, measure, "higher", _pm(mine, measure),
                 {name: _pm(hits, measure) for name, hits in theirs.items()}, mine.members)
        for measure in ("precision", "ndcg")
    ]  # fmt: skip


def _pm(hits: Hits, measure: str) -> int:
    return round(float(getattr(hits, measure)) * PER_MILLE)


def bought_of(rows: Mapping[str, Any], whom: list[bytes]) -> Bought:
    """Return rows as places in a list of members."""
    places = {member: place for place, member in enumerate(whom)}
    member: Ints = np.array([places[one] for one in rows["member_id"]], dtype=np.int64)
    product: Ints = np.array(rows["place"], dtype=np.int64)
    faded: Floats = floats(rows["faded"])
    return Bought(member, product, faded, floats(rows["visits"]))


def picked(stock: Stocked, rows: Mapping[str, Any], whom: list[bytes]) -> list[Picks]:
    """Pick for members, in their order, some thousands at a time."""
    bought = bought_of(rows, whom)
    found: list[Picks] = []
    for start in range(0, len(whom), AT_ONCE):
        size = min(AT_ONCE, len(whom) - start)
        here = (bought.member >= start) & (bought.member < start + size)
        some = Bought(
            bought.member[here] - start, bought.product[here], bought.faded[here], bought.days[here]
        )
        found += _picked(stock, some, size)
    return found


def _picked(stock: Stocked, bought: Bought, members: int) -> list[Picks]:
    chosen = [
        picks.best(picks.buy_again(bought, stock.shelf, members), AGAIN),
        picks.best(picks.follow(bought, stock.like, members), ALONG),
        picks.best(picks.follow(bought, stock.dearer, members), ABOVE),
    ]
    return [
        Picks(*([_pick(stock, place) for place in row if place >= 0] for row in rows))
        for rows in zip(*(table.tolist() for table in chosen), strict=True)
    ]


def _pick(stock: Stocked, place: int) -> Pick:
    return Pick(stock.codes[place], stock.names[place])
