"""Keeping the lake: what a worker does for it every minute."""

from __future__ import annotations

from liuke.domains.analytics.compact import compact
from liuke.domains.analytics.expire import expire
from liuke.domains.analytics.export import export
from liuke.domains.analytics.forgetting import forget
from liuke.domains.analytics.sweep import sweep
from liuke.kernel.db import Database
from liuke.kernel.ids import MerchantId


async def keep(database: Database, merchant_id: MerchantId) -> None:
    """Let go of old trails, export, forget whoever was erased, delete what is over, merge.

    Raises:
        Contended: somebody else has been writing this lake for too long.
        FolderUnwritable: its folder takes no more.
        LakeUnavailable: this process has no lake.
    """
    await expire(database, merchant_id)
    await export(database, merchant_id)
    await forget(database, merchant_id)
    await sweep(database, merchant_id)
    await compact(database, merchant_id)
