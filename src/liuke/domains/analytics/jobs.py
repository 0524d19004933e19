"""The lake follows every minute; models are fitted every night, each by itself, and all score."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.analytics.keep import keep
from liuke.domains.analytics.models.records import Kind
from liuke.domains.analytics.nightly import fit_model, score_members, scores_due
from liuke.kernel.db import Database, Tx
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.jobs import daily, regular

LAKE_SECONDS = 60.0


@regular("analytics.lake", seconds=LAKE_SECONDS)
async def keep_lake(database: Database, merchant_id: MerchantId) -> None:
    """Bring the lake to now, and keep it small."""
    await keep(database, merchant_id)


@daily("analytics.rfm", after="03:30")
async def fit_rfm(tx: Tx) -> None:
    """Find the borders of RFM, rhythm and concentration."""
    await fit_model(tx, Kind.RFM)


@daily("analytics.clv", after="03:35")
async def fit_clv(tx: Tx) -> None:
    """Fit lifetime value."""
    await fit_model(tx, Kind.CLV)


@daily("analytics.picks", after="03:40")
async def fit_picks(tx: Tx) -> None:
    """Judge recommendations."""
    await fit_model(tx, Kind.PICKS)


@daily("analytics.demand", after="03:45")
async def fit_demand(tx: Tx) -> None:
    """Forecast demand."""
    await fit_model(tx, Kind.DEMAND)


@daily("analytics.movements", after="03:50")
async def fit_movements(tx: Tx) -> None:
    """Look for regions and categories that left the usual."""
    await fit_model(tx, Kind.MOVEMENTS)


@daily("analytics.scores", after="04:15", members=scores_due)
async def score_all(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Write the scores of a thousand members."""
    await score_members(tx, member_ids)
