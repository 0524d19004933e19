"""The lake over HTTP: how it is."""

from __future__ import annotations

from liuke.domains.analytics.status import LakeState, state
from liuke.kernel.db import Tx
from liuke.kernel.web import get


@get("/lake", may="lake.read")
async def show_lake(tx: Tx) -> LakeState:
    """Tell as of when the lake is, and the rows, files and bytes of each table."""
    return await state(tx)


LAKE = [show_lake]
