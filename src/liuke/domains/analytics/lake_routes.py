"""The lake over HTTP: how it is, and bringing it to now."""

from __future__ import annotations

from liuke.domains.analytics.freshen import freshen_within
from liuke.domains.analytics.status import LakeState, state
from liuke.kernel.db import Tx
from liuke.kernel.web import get, post

# Less than a transaction may stand idle: whoever asks waits inside one.
WAIT_SECONDS = 10


@get("/lake", may="lake.read")
async def show_lake(tx: Tx) -> LakeState:
    """Tell as of when the lake is, and the rows, files and bytes of each table."""
    return await state(tx)


@post("/lake/exports", may="lake.export", status=200)
async def post_lake_export(tx: Tx) -> LakeState:
    """Bring the lake to now; what takes longer than ten seconds goes on by itself.

    Raises:
        Contended: somebody else has been writing this lake for too long.
        LakeUnavailable: this process has no lake.
        FolderUnwritable: its folder takes no more.
    """
    await freshen_within(tx.merchant_id, WAIT_SECONDS)
    return await state(tx)


LAKE = [show_lake, post_lake_export]
