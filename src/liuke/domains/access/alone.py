"""What a person does alone adds up over the merchant's day: no limit is split over requests."""

from __future__ import annotations

from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql

# One row a person and act holds their latest day. Who comes second waits for the first, and sees
# what it counted; a transaction that began before midnight and comes late counts for the new day.
COUNT = Sql[int]("""
    INSERT INTO access_alone AS a (person, act, day, amount)
    SELECT $1, $2, $3::date, $4::bigint WHERE $4::bigint <= $5::bigint
    ON CONFLICT (merchant_id, person, act) DO UPDATE
    SET day = GREATEST(a.day, EXCLUDED.day),
        amount = EXCLUDED.amount + CASE WHEN a.day >= EXCLUDED.day THEN a.amount ELSE 0 END
    WHERE EXCLUDED.amount + CASE WHEN a.day >= EXCLUDED.day THEN a.amount ELSE 0 END <= $5::bigint
    RETURNING amount
""")
DONE = Sql[int]("SELECT amount FROM access_alone WHERE person = $1 AND act = $2 AND day >= $3")


async def count_alone(tx: Tx, act: str, amount: int, most: int) -> bool:
    """Count an act toward what its person may do alone today; false, and nothing, above `most`.

    Programs have no day: `most` is what one request of theirs may carry.
    """
    if tx.actor.kind != "staff":
        return amount <= most
    return await tx.row(COUNT, tx.actor.name, act, tx.today, amount, most) is not None


async def done_alone(tx: Tx, act: str) -> int:
    """Return how much of an act the person who asks has done alone today."""
    return await tx.row(DONE, tx.actor.name, act, tx.today) or 0
