"""Fit models one by one, then score members a thousand a transaction.

Scores of a stretch of members are computed at once and kept in this process while they are written,
so that the lake is read once for fifty thousand members. Another worker computes the same ones.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import msgspec

from liuke.domains import members
from liuke.domains.analytics.models import (
    kept,
    outlook,
    population,
    prospects,
    scoring,
    suggest,
    watch,
)
from liuke.domains.analytics.models.asking import Span, ask, span
from liuke.domains.analytics.models.records import (
    ClvParameters,
    Fit,
    Kind,
    Model,
    RfmParameters,
    Score,
    State,
)
from liuke.domains.analytics.models.scoring import Fits
from liuke.domains.analytics.models.settings import Settings
from liuke.domains.analytics.models.sparse import TooSparse
from liuke.domains.analytics.models.suggest import Stocked
from liuke.domains.analytics.opened import Lake, opened
from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MemberId, MerchantId

P = TypeVar("P")

STRETCH = 50_000
NAME = "analytics.models"
GONE = {"erased", "merged"}
# The models that scores are made of.
MADE_OF = (Kind.RFM, Kind.CLV, Kind.PICKS)


@dataclass(frozen=True)
class Stretch:
    """Scores of the members after one id, in their order, as of one day."""

    through_on: date
    after: MemberId
    scores: tuple[Score, ...]
    ids: tuple[bytes, ...]
    whole: bool

    def following(self, after: MemberId, limit: int) -> Sequence[Score] | None:
        """Return the next scores after an id, or None when they are not all here."""
        if after.bytes < self.after.bytes:
            return None
        start = bisect_right(self.ids, after.bytes)
        found = self.scores[start : start + limit]
        return found if self.whole or len(found) == limit else None


# One stretch and one shelf, of the merchant whose members are being scored.
_HELD: dict[MerchantId, tuple[Fits, Stretch]] = {}


@dataclass(frozen=True)
class Looked:
    """What a fit starts from: the lake as of a run, the days it knows whole, what the shop set."""

    lake: Lake
    known: Span
    settings: Settings


async def fit(tx: Tx, kind: Kind, lake: Lake | None = None) -> Model | None:
    """Fit one model to the last whole day of the lake and keep it; None before the first sale."""
    looked = await _look(tx, lake or await opened(tx))
    if looked is None:
        return None
    return await _keep(tx, kind, looked, await _outcome(kind, looked))


async def fit_apart(database: Database, merchant_id: MerchantId, kind: Kind) -> Model | None:
    """Do the same, and leave no transaction open while it thinks."""
    async with begin(database, system(merchant_id, NAME)) as tx:
        looked = await _look(tx, await opened(tx))
    if looked is None:
        return None
    outcome = await _outcome(kind, looked)
    async with begin(database, system(merchant_id, NAME)) as tx:
        return await _keep(tx, kind, looked, outcome)


async def _look(tx: Tx, lake: Lake) -> Looked | None:
    known = await span(lake, tx.today)
    return Looked(lake, known, await kept.settings(tx)) if known else None


async def _outcome(kind: Kind, looked: Looked) -> Fit | TooSparse:
    try:
        return await _fitted(looked.lake, looked.known, kind, looked.settings)
    except TooSparse as sparse:
        return sparse


async def _keep(tx: Tx, kind: Kind, looked: Looked, outcome: Fit | TooSparse) -> Model:
    day, as_of = looked.known.through_on, looked.lake.as_of
    if isinstance(outcome, Fit):
        await kept.save(tx, kind, day, as_of, outcome)
    else:
        await kept.save_sparse(tx, kind, day, as_of, (outcome.reason, outcome.reason_zh))
    return next(model for model in await kept.latest_models(tx) if model.kind is kind)


async def _fitted(lake: Lake, known: Span, kind: Kind, settings: Settings) -> Fit:
    match kind:
        case Kind.RFM:
            return await population.fit(lake, known, settings)
        case Kind.CLV:
            return await prospects.fit(lake, known, settings)
        case Kind.PICKS:
            return await suggest.fit(lake, known)
        case Kind.DEMAND:
            return await outlook.fit(lake, known)
        case Kind.MOVEMENTS:
            return await watch.fit(lake, known)


async def due(
    tx: Tx, after: MemberId | None = None, limit: int = 1_000, lake: Lake | None = None
) -> list[MemberId]:
    """Return the next members to be scored, in id order; nobody without a fitted RFM."""
    last = after or MemberId.first()
    stretch = await _stretch(tx, last, limit, lake)
    if stretch is None:
        return []
    return [score.member_id for score in stretch.following(last, limit) or ()]


async def score(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Write the scores of members who are still there; safe to repeat."""
    held = _HELD.get(tx.merchant_id)
    if held is None or not member_ids:
        return
    fits, stretch = held
    wanted = set(member_ids)
    await tx.lock(member_ids)
    states = await members.standings(tx, member_ids)
    found = [
        one
        for one in stretch.scores
        if one.member_id in wanted and states[one.member_id].state not in GONE
    ]
    await kept.write(tx, found, fits.through_on)


def let_go() -> None:
    """Forget what is held between transactions, as a process that starts anew has."""
    _HELD.clear()


async def _stretch(tx: Tx, after: MemberId, limit: int, lake: Lake | None) -> Stretch | None:
    models = {model.kind: model for model in await kept.latest_models(tx)}
    fits = _fits(models, await kept.settings(tx), tx.currency)
    if fits is None:
        return None
    held = _HELD.get(tx.merchant_id)
    known = held if held is not None and replace(held[0], stock=None) == fits else None
    if known is not None and known[1].following(after, limit) is not None:
        return known[1]
    lake = lake or await opened(tx)
    if known is not None:
        fits = known[0]
    else:
        stock = await _stock(lake, models.get(Kind.PICKS), fits.through_on)
        fits = replace(fits, stock=stock)
    stretch = await _computed(lake, fits, after)
    _HELD.clear()
    _HELD[tx.merchant_id] = (fits, stretch)
    return stretch


def _fits(models: Mapping[Kind, Model], settings: Settings, currency: str) -> Fits | None:
    """Return what scores are made of as it is kept, the shelf aside; None without a fitted RFM.

    Models that are fitted anew know more, also of the same day: receipts of days gone by, returns.
    """
    rfm = models.get(Kind.RFM)
    if rfm is None or rfm.state is not State.FITTED:
        return None
    return Fits(
        rfm.through_on,
        tuple(models[kind].fitted_at if kind in models else None for kind in MADE_OF),
        settings,
        msgspec.convert(rfm.parameters, RfmParameters),
        _parameters(models.get(Kind.CLV), ClvParameters),
        None,
        currency,
    )


async def _computed(lake: Lake, fits: Fits, after: MemberId) -> Stretch:
    ((last, count),) = await ask(lake, "stretch", {"after": after, "most": STRETCH})
    scored = await scoring.scores(lake, fits, after, MemberId(last)) if count else []
    ids = tuple(one.member_id.bytes for one in scored)
    return Stretch(fits.through_on, after, tuple(scored), ids, whole=count < STRETCH)


def _parameters(model: Model | None, kind: type[P]) -> P | None:
    if model is None or model.state is not State.FITTED:
        return None
    return msgspec.convert(model.parameters, kind)


async def _stock(lake: Lake, model: Model | None, through_on: date) -> Stocked | None:
    if model is None or model.state is not State.FITTED:
        return None
    try:
        return await suggest.stocked(lake, through_on)
    except TooSparse:
        return None
