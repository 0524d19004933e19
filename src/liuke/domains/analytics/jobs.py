"""The lake follows every minute; models are fitted every night, each by itself, and all score."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.analytics.keep import keep
from liuke.domains.analytics.nightly import fit_due, score_first, score_members, scores_due
from liuke.kernel.db import Database, Tx
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.jobs import daily, regular

LAKE_SECONDS = 60.0
MODEL_SECONDS = 300.0


@regular("analytics.lake", seconds=LAKE_SECONDS)
async def keep_lake(database: Database, merchant_id: MerchantId) -> None:
    """Bring the lake to now, and keep it small."""
    await keep(database, merchant_id)


@regular("analytics.models", seconds=MODEL_SECONDS)
async def fit_night(database: Database, merchant_id: MerchantId) -> None:
    """Fit every model once a night; what a crash left out is done at the next look."""
    await fit_due(database, merchant_id)
    await score_first(database, merchant_id)


@daily("analytics.scores", after="04:15", members=scores_due)
async def score_all(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Write the scores of a thousand members."""
    await score_members(tx, member_ids)
