"""One-time codes: how somebody proves that a phone is theirs.

A code is for one phone and one device, good for ten minutes, five tries and one use. Nothing here
asks whether the phone is a member's, so that nobody can tell.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from liuke.domains.members.errors import CodeRefused, TooManyCodes
from liuke.domains.members.rules import canonical, mask_phone
from liuke.domains.members.values import CodeId, IdentityKind
from liuke.kernel import letters, messages
from liuke.kernel.db import Tx
from liuke.kernel.messages import Message
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

LIFE = timedelta(minutes=10)
AGAIN = timedelta(seconds=60)
HOUR = timedelta(hours=1)
KEPT = timedelta(days=2)
TRIES = 5


class Caps(Value, frozen=True):
    """How many codes an hour: to a phone, from a device or an address, to a block of numbers.

    `spend_minor` is what all codes of the shop may cost in an hour, `price_minor` what one costs.
    """

    phone: int
    device: int
    address: int
    block: int
    price_minor: int
    spend_minor: int


class Asker(Value, frozen=True):
    """Who asks for a code: the token of their device, and their address."""

    device: str
    address: str


class Tally(Value, frozen=True):
    """How many codes went out in the last hour, and what they cost."""

    phone: int
    device: int
    address: int
    block: int
    cost_minor: int
    last_at: datetime | None


class Tried(Value, frozen=True):
    """A code that may be compared with what was typed."""

    id: CodeId
    code: bytes


class CodeSent(Value, frozen=True):
    """What everybody is told who asks for a code; the phone may be a member's or not."""

    ends_at: datetime
    again_at: datetime


LOCK = Sql[None]("SELECT pg_advisory_xact_lock(hashtextextended('codes ' || lk_merchant(), 0))")
TALLY = Sql[Tally]("""
    SELECT COUNT(*) FILTER (WHERE phone = $1)::integer AS phone,
        COUNT(*) FILTER (WHERE device = $2)::integer AS device,
        COUNT(*) FILTER (WHERE address = $3)::integer AS address,
        COUNT(*) FILTER (WHERE block = $4)::integer AS block,
        COALESCE(SUM(cost_minor), 0)::bigint AS cost_minor,
        MAX(sent_at) FILTER (WHERE phone = $1) AS last_at
    FROM members_code
    WHERE sent_at > $5
""")
FORGET = Sql[None]("DELETE FROM members_code WHERE sent_at < $1")
KEEP = Sql[None]("""
    INSERT INTO members_code (
        id, phone, device, address, block, code, cost_minor, sent_at, ends_at
    )
    VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9)
""")
# The newest code alone counts; a try is counted before it is judged.
TRY = Sql[Tried]("""
    UPDATE members_code SET tries = tries + 1
    WHERE id = (
        SELECT id FROM members_code
        WHERE phone = $1 AND device = $2
        ORDER BY sent_at DESC, id DESC
        LIMIT 1
    ) AND tries < $4 AND used_at IS NULL AND ends_at > $3
    RETURNING id, code
""")
SPEND = Sql[CodeId]("""
    UPDATE members_code SET used_at = $2 WHERE id = $1::uuid AND used_at IS NULL RETURNING id
""")


async def send_code(
    tx: Tx, phone: str, asker: Asker, caps: Caps, *, carried: bool = False
) -> CodeSent:
    """Send a code to a phone, if what was sent in the last hour leaves room.

    A courier carries it, if there is one; else it stands in the local outbox.

    Raises:
        NotAsked: it is no phone number.
        TooManyCodes: to this phone or block, from this device or address, or of the shop.
    """
    number = canonical(IdentityKind.PHONE, phone)
    marks = _marks(tx, number, asker)
    # Rivals wait here, so that none slips past a cap.
    await tx.run(LOCK)
    tally = await tx.row(TALLY, *marks, tx.now - HOUR)
    assert tally is not None, "an aggregate has one row"
    _check(tally, caps, tx.now)
    code_id, code = CodeId.new(), f"{secrets.randbelow(10**6):06d}"
    ends_at = tx.now + LIFE
    await tx.run(FORGET, tx.now - KEPT)
    await tx.run(KEEP, code_id, *marks, _mark(tx, code_id, code), caps.price_minor, tx.now, ends_at)
    if carried:
        await letters.post(tx, channel="sms", to=number, text=_text(code), until=ends_at)
    else:
        await messages.send(tx, Message("sms", mask_phone(number), _text(code)))
    return CodeSent(ends_at, tx.now + AGAIN)


async def try_code(tx: Tx, phone: str, device: str) -> Tried | None:
    """Count a try and return what to compare it with; commit before the outcome is told.

    Raises:
        NotAsked: it is no phone number.
    """
    number = canonical(IdentityKind.PHONE, phone)
    return await tx.row(TRY, _phone(tx, number), _device(device), tx.now, TRIES)


async def spend_code(tx: Tx, tried: Tried | None, code: str) -> None:
    """Accept a code, once.

    Raises:
        CodeRefused: it is wrong, too old, used, tried too often, or of another device.
    """
    if tried is None or not hmac.compare_digest(tried.code, _mark(tx, tried.id, code)):
        raise CodeRefused
    if await tx.row(SPEND, tried.id, tx.now) is None:
        raise CodeRefused


def _check(tally: Tally, caps: Caps, now: datetime) -> None:
    if tally.last_at is not None and tally.last_at + AGAIN > now:
        raise TooManyCodes(max(1, int((tally.last_at + AGAIN - now).total_seconds())))
    used = (tally.phone, tally.device, tally.address, tally.block)
    most = (caps.phone, caps.device, caps.address, caps.block)
    dear = tally.cost_minor + caps.price_minor > caps.spend_minor
    if dear or any(have >= cap for have, cap in zip(used, most, strict=True)):
        raise TooManyCodes(int(HOUR.total_seconds()))


def _marks(tx: Tx, number: str, asker: Asker) -> tuple[bytes, bytes, bytes, bytes]:
    address = tx.keys.blind(tx.merchant_id, "members_code.address", asker.address)
    block = tx.keys.blind(tx.merchant_id, "members_code.block", number[:-4])
    return _phone(tx, number), _device(asker.device), address, block


def _phone(tx: Tx, number: str) -> bytes:
    return tx.keys.blind(tx.merchant_id, "members_code.phone", number)


def _device(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def _mark(tx: Tx, code_id: CodeId, code: str) -> bytes:
    return tx.keys.blind(tx.merchant_id, "members_code.code", f"{code_id}:{code}")


def _text(code: str) -> str:
    return f"验证码 {code}，10 分钟内有效，请勿告诉他人。Your code is {code}, valid for 10 minutes."
