"""What the nights do, callable at any time: fit one model, tell who is next, score some.

The libraries of the models are loaded with the first call: no start waits for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from liuke.domains.analytics.models.records import Kind, Model
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId


async def fit_model(tx: Tx, kind: Kind) -> Model | None:
    """Fit one model to the last whole day of the lake and keep it; None before the first sale."""
    model: Model | None = await _loaded().fit(tx, kind)
    return model


async def scores_due(tx: Tx, after: MemberId | None, limit: int) -> Sequence[MemberId]:
    """Return the next members to be scored, in id order."""
    found: Sequence[MemberId] = await _loaded().due(tx, after, limit)
    return found


async def score_members(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Write the scores of up to a thousand members; safe to repeat."""
    await _loaded().score(tx, member_ids)


def _loaded() -> Any:
    return import_module("liuke.domains.analytics.models.refresh")
