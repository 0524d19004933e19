"""Seal the secrets of second factors anew, so that an old key may be thrown away."""

from __future__ import annotations

from liuke.domains.access.totp import seal, unseal
from liuke.domains.access.values import StaffId
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

PER_TRANSACTION = 1_000


class Factor(Value, frozen=True):
    """The sealed secret of one person."""

    id: StaffId
    totp_sealed: bytes


# Behind its first byte a sealed value names the key that sealed it.
OLD = Sql[Factor]("""
    SELECT id, totp_sealed FROM access_staff
    WHERE substring(totp_sealed FROM 2 FOR 8) <> $1::bytea
    ORDER BY id
    LIMIT $2
    FOR UPDATE
""")
LEFT = Sql[int]("""
    SELECT COUNT(*) FROM access_staff WHERE substring(totp_sealed FROM 2 FOR 8) <> $1::bytea
""")
KEEP = Sql[None]("""
    UPDATE access_staff s SET totp_sealed = n.totp_sealed
    FROM UNNEST($1::uuid[], $2::bytea[]) AS n (id, totp_sealed)
    WHERE s.id = n.id
""")


async def factors_on_old_keys(tx: Tx) -> int:
    """Return how many people's second factor is sealed by a key that is not the newest."""
    return await tx.row(LEFT, tx.keys.current.id) or 0


async def reseal_factors(tx: Tx, limit: int = PER_TRANSACTION) -> int:
    """Seal second factors with the newest key; return how many, 0 when none is left.

    Raises:
        Unreadable: a secret was moved or altered, or its key is not here.
    """
    old = await tx.rows(OLD, tx.keys.current.id, limit)
    await tx.run(KEEP, [one.id for one in old], [_anew(tx, one) for one in old])
    return len(old)


def _anew(tx: Tx, one: Factor) -> bytes:
    secret = unseal(tx.keys, tx.merchant_id, one.id, one.totp_sealed)
    return seal(tx.keys, tx.merchant_id, one.id, secret)
