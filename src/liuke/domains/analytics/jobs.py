"""The lake follows every minute; models are fitted every night, each by itself, and all score."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from liuke.domains.analytics.keep import keep
from liuke.domains.analytics.models.records import Kind
from liuke.kernel.db import Database, Tx
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.jobs import daily, regular

LAKE_SECONDS = 60.0


@regular("analytics.lake", seconds=LAKE_SECONDS)
async def keep_lake(database: Database, merchant_id: MerchantId) -> None:
    """Bring the lake to now, and keep it small."""
    await keep(database, merchant_id)


def refresh() -> Any:
    """Return what fits and scores; loaded when it is needed, for it brings its libraries along."""
    return import_module("liuke.domains.analytics.models.refresh")


async def due(tx: Tx, after: MemberId | None, limit: int) -> Sequence[MemberId]:
    """Return the next members to be scored, in id order."""
    found: Sequence[MemberId] = await refresh().due(tx, after, limit)
    return found


@daily("analytics.rfm", after="03:30")
async def fit_rfm(tx: Tx) -> None:
    """Find the borders of RFM, rhythm and concentration."""
    await refresh().fit(tx, Kind.RFM)


@daily("analytics.clv", after="03:35")
async def fit_clv(tx: Tx) -> None:
    """Fit lifetime value."""
    await refresh().fit(tx, Kind.CLV)


@daily("analytics.picks", after="03:40")
async def fit_picks(tx: Tx) -> None:
    """Judge recommendations."""
    await refresh().fit(tx, Kind.PICKS)


@daily("analytics.demand", after="03:45")
async def fit_demand(tx: Tx) -> None:
    """Forecast demand."""
    await refresh().fit(tx, Kind.DEMAND)


@daily("analytics.movements", after="03:50")
async def fit_movements(tx: Tx) -> None:
    """Look for regions and categories that left the usual."""
    await refresh().fit(tx, Kind.MOVEMENTS)


@daily("analytics.scores", after="04:15", members=due)
async def score_members(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Write the scores of a thousand members."""
    await refresh().score(tx, member_ids)
