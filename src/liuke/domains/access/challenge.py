"""Challenges of passkeys: signed, good for five minutes and one answer."""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime, timedelta

from liuke.kernel.crypto import Keys, prefixed
from liuke.kernel.db import Tx
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql

LIFE = timedelta(minutes=5)
NONCE, END, PROOF = 16, 8, 32
# A sign-in is asked for before the merchant is known, so that this key is nobody's.
NOBODY = MerchantId(bytes(16))

FORGET = Sql[None]("DELETE FROM access_answered WHERE ends_at < $1")
ANSWER = Sql[bytes]("""
    INSERT INTO access_answered (challenge, ends_at) VALUES ($1, $2)
    ON CONFLICT DO NOTHING
    RETURNING challenge
""")


def new_challenge(keys: Keys, purpose: str, now: datetime) -> bytes:
    """Make a challenge for one purpose; nothing is kept of it until it is answered."""
    head = secrets.token_bytes(NONCE) + int((now + LIFE).timestamp()).to_bytes(END)
    return head + _proof(keys, purpose, head)


async def spend_challenge(tx: Tx, purpose: str, challenge: bytes) -> bool:
    """Take an answered challenge, once; tell whether it was ours, in time and new."""
    head, proof = challenge[: NONCE + END], challenge[NONCE + END :]
    if len(challenge) != NONCE + END + PROOF:
        return False
    if not hmac.compare_digest(proof, _proof(tx.keys, purpose, head)):
        return False
    ends_at = datetime.fromtimestamp(int.from_bytes(head[NONCE:]), UTC)
    await tx.run(FORGET, tx.now - LIFE)
    return ends_at > tx.now and await tx.row(ANSWER, challenge, ends_at) is not None


def _proof(keys: Keys, purpose: str, head: bytes) -> bytes:
    told = prefixed(purpose.encode(), head).hex()
    return keys.blind(NOBODY, "access_answered.challenge", told)
