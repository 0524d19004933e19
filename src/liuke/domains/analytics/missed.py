"""Missed: whose rows were written since the moment of a lake, which therefore knows them as before.

A lake at a moment holds what transactions below it wrote and nothing has rewritten since: by the
same mark of the transaction, the tables tell whom that leaves out, committed late or yesterday.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from liuke.domains.analytics.values import Cut
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.lake import TABLES
from liuke.kernel.lake_sql import written

EVENTS = "kernel_event"


async def missed(
    tx: Tx, cut: Cut, names: Collection[str], *, untold: Sequence[str], above: MemberId, limit: int
) -> bytes:
    """Return the members whom a lake does not know as they are now: sixteen bytes each, in order.

    Asked are the tables of these names that tell whose a row is, and the log, but for events of
    the kinds `untold`.
    """
    asked = {EVENTS, *names}
    tables = [table for name, table in TABLES.items() if name in asked and table.whose]
    given = tx.merchant_id, cut.xid, cut.epoch, list(untold), above, limit
    return await tx.row(written(tables), *given) or b""
