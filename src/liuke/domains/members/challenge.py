"""Challenges: work a browser does before a code is sent, so that sending many costs the asker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from liuke.domains.members.errors import ChallengeFailed
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Tx
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

ALGORITHM = "PBKDF2/SHA-256"
COST = 5_000
LIFE = timedelta(minutes=10)

FORGET = Sql[None]("DELETE FROM members_challenge WHERE ends_at < $1")
SPEND = Sql[bytes]("""
    INSERT INTO members_challenge (nonce, ends_at) VALUES ($1, $2)
    ON CONFLICT DO NOTHING
    RETURNING nonce
""")


class Challenge(Value, frozen=True):
    """A challenge as the altcha widget (version 3) takes it."""

    parameters: dict[str, Any]
    signature: str


def new_challenge(keys: Keys, merchant_id: MerchantId, now: datetime) -> Challenge:
    """Make a challenge that lives ten minutes; nothing is kept of it until it is solved."""
    import altcha  # noqa: PLC0415 - no start waits for it

    made = altcha.create_challenge(
        ALGORITHM, COST, expires_at=now + LIFE, hmac_secret=_secret(keys, merchant_id)
    ).to_dict()
    return Challenge(made["parameters"], made["signature"])


async def spend_challenge(tx: Tx, payload: str) -> None:
    """Accept a solved challenge, once.

    Raises:
        ChallengeFailed: it is not ours, not solved, too old, or was used before.
    """
    import altcha  # noqa: PLC0415 - as above

    result = altcha.verify_solution(payload, _secret(tx.keys, tx.merchant_id))
    if not result.verified:
        raise ChallengeFailed
    # Signed by us, so it is well formed and has an end.
    solved = altcha.Payload.from_base64(payload).challenge.parameters
    ends_at = datetime.fromtimestamp(solved.expires_at or 0, UTC)
    await tx.run(FORGET, tx.now - LIFE)
    spent = await tx.row(SPEND, bytes.fromhex(solved.nonce), ends_at)
    if spent is None or ends_at < tx.now:
        raise ChallengeFailed


def _secret(keys: Keys, merchant_id: MerchantId) -> bytes:
    return keys.blind(merchant_id, "members_challenge.signature", "altcha 2")
