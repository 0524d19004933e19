"""What the desk tells others: which batches asked a segment."""

from __future__ import annotations

from liuke.domains import segments
from liuke.domains.segments import Use
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

OVER = frozenset({"done", "undone"})


class Asking(Value, frozen=True):
    """A batch whose members were found by a segment."""

    id: str
    action: str
    state: str


ASKING = Sql[Asking]("""
    SELECT 'bat_' || replace(id::text, '-', '') AS id, action, state FROM desk_batch
    WHERE merchant_id = $1::uuid AND $2 = ANY (segments)
    ORDER BY made_at DESC, id
    LIMIT 50
""")


async def batches_asking(tx: Tx, code: str) -> list[Use]:
    """Return the latest batches whose members a segment found; those that are over hold nothing."""
    rows = await tx.rows(ASKING, tx.merchant_id, code)
    return [Use("batch", row.id, row.action, row.action, row.state not in OVER) for row in rows]


segments.declare_users("batch", batches_asking)
