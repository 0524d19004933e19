"""What the nights do, callable at any time: fit one model, tell who is next, score some.

The libraries of the models are loaded with the first call, on a thread: no start waits for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import time
from importlib import import_module
from typing import Any

from liuke.domains.analytics.models.kept import latest_models
from liuke.domains.analytics.models.records import Kind, Model
from liuke.kernel.actor import system
from liuke.kernel.clock import business_date
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.spool import one_by_one, until_none

AFTER = time(3, 30)
NAME = "analytics.models"
AT_ONCE = 1_000
SOLD = Sql[bool]("""
    SELECT EXISTS (SELECT FROM analytics_file WHERE name = 'checkout_order' AND until_run IS NULL)
""")
SCORED = Sql[bool]("SELECT EXISTS (SELECT FROM analytics_score)")


async def fit_model(database: Database, merchant_id: MerchantId, kind: Kind) -> Model | None:
    """Fit one model to the last whole day of the lake and keep it; None before the first sale."""
    model: Model | None = await (await _loaded()).fit_apart(database, merchant_id, kind)
    return model


async def fit_due(database: Database, merchant_id: MerchantId) -> list[Kind]:
    """Fit what was not fitted today, once the night is far enough and something was sold."""
    async with begin(database, system(merchant_id, NAME)) as tx:
        due = await kinds_due(tx)
    await one_by_one(lambda kind: fit_model(database, merchant_id, kind), due)
    return due


async def kinds_due(tx: Tx) -> list[Kind]:
    """Return the models that were not fitted today; none before half past three."""
    if tx.now.astimezone(tx.zone).time() < AFTER or not await tx.row(SOLD):
        return []
    done = {
        model.kind
        for model in await latest_models(tx)
        if business_date(model.fitted_at, tx.zone) >= tx.today
    }
    return [kind for kind in Kind if kind not in done]


async def scores_due(tx: Tx, after: MemberId | None, limit: int) -> Sequence[MemberId]:
    """Return the next members to be scored, in id order."""
    found: Sequence[MemberId] = await (await _loaded()).due(tx, after, limit)
    return found


async def score_members(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Write the scores of up to a thousand members; safe to repeat."""
    await (await _loaded()).score(tx, member_ids)


async def score_first(database: Database, merchant_id: MerchantId) -> int:
    """Score everybody where nobody is scored: a shop has no night to wait for before its first.

    Of a run that is cut off the next night does the rest.
    """
    done: list[MemberId] = []

    async def step() -> int | None:
        async with begin(database, system(merchant_id, NAME)) as tx:
            if not done and await tx.row(SCORED):
                return None
            due = await scores_due(tx, done[-1] if done else None, AT_ONCE)
            await score_members(tx, due)
        done.extend(due[-1:])
        return len(due) or None

    return sum(await until_none(step))


async def _loaded() -> Any:
    return await asyncio.to_thread(import_module, "liuke.domains.analytics.models.refresh")
