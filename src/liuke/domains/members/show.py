"""The code a member's phone shows at the till: good for half a minute, for one till."""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import UTC, datetime

from liuke.domains.members.errors import CardCodeRefused
from liuke.domains.members.find import resolve
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

SLOT_SECONDS = 30
MARK = "LKM"
ID_BYTES, PROOF_BYTES = 16, 14
LENGTH = len(MARK) + (ID_BYTES + PROOF_BYTES) * 8 // 5


class CardCode(Value, frozen=True):
    """What the QR holds until `ends_at`; a till takes it half a minute longer."""

    code: str
    ends_at: datetime


# A till may ask twice; another one, or somebody with a photograph, comes too late.
SHOW = Sql[str]("""
    INSERT INTO members_shown AS s (member_id, slot, actor, shown_at)
    VALUES ($1::uuid, $2, $3, $4)
    ON CONFLICT (merchant_id, member_id, slot) DO UPDATE SET shown_at = s.shown_at
    RETURNING actor
""")
FORGET = Sql[None]("DELETE FROM members_shown WHERE member_id = $1::uuid AND slot < $2")


def card_code(tx: Tx, member_id: MemberId) -> CardCode:
    """Return the code of this half minute."""
    slot = _slot(tx.now)
    raw = member_id.bytes + _proof(tx, member_id, slot)
    ends_at = datetime.fromtimestamp((slot + 1) * SLOT_SECONDS, UTC)
    return CardCode(MARK + base64.b32encode(raw).decode(), ends_at)


def is_card_code(text: str) -> bool:
    """Tell whether a text looks like a code that a phone shows.

    >>> is_card_code("LKM" + "A" * 48), is_card_code("13800138000")
    (True, False)
    """
    return len(text) == LENGTH and text.upper().startswith(MARK)


async def read_card_code(tx: Tx, text: str) -> MemberId:
    """Return the member whose phone shows this code now, to the first who asks.

    Raises:
        CardCodeRefused: it is not ours, too old, or was shown to somebody else.
    """
    member_id, slot = _parse(tx, text)
    found = (await resolve(tx, [member_id])).get(member_id)
    if found is None:
        raise CardCodeRefused
    await tx.run(FORGET, member_id, slot - 2)
    if await tx.row(SHOW, member_id, slot, tx.actor.name, tx.now) != tx.actor.name:
        raise CardCodeRefused
    return found


def _parse(tx: Tx, text: str) -> tuple[MemberId, int]:
    try:
        raw = base64.b32decode(text.upper()[len(MARK) :].encode())
    except (binascii.Error, ValueError) as odd:
        raise CardCodeRefused from odd
    member_id, proof = MemberId(raw[:ID_BYTES]), raw[ID_BYTES:]
    now = _slot(tx.now)
    for slot in (now, now - 1):
        if hmac.compare_digest(proof, _proof(tx, member_id, slot)):
            return member_id, slot
    raise CardCodeRefused


def _slot(at: datetime) -> int:
    return int(at.timestamp()) // SLOT_SECONDS


def _proof(tx: Tx, member_id: MemberId, slot: int) -> bytes:
    told = f"{member_id}:{slot}"
    return tx.keys.blind(tx.merchant_id, "members_shown.proof", told)[:PROOF_BYTES]
