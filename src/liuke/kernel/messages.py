"""Messages: how a text reaches a person; here by a local outbox that the console shows.

A provider of real messages takes the place of `send`; the outbox is for development and for
trying out, and holds nothing older than a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from liuke.kernel.crypto import Binding, key_id, row
from liuke.kernel.ids import Id
from liuke.kernel.rows import Sql
from liuke.kernel.tx import Tx
from liuke.kernel.values import Value

KEPT = timedelta(days=1)


class MessageId(Id):
    """One message that was sent."""

    prefix = "msg"
    __slots__ = ()


class Message(Value, frozen=True):
    """A text for somebody; `receiver` is masked, as it may be shown."""

    channel: str
    receiver: str
    text: str


class Sealed(Value, frozen=True):
    """A message as the database keeps it."""

    id: MessageId
    channel: str
    receiver: str
    sealed: bytes
    sent_at: datetime


class Sent(Value, frozen=True):
    """A message as the outbox shows it."""

    id: MessageId
    channel: str
    receiver: str
    text: str
    sent_at: datetime


FORGET = Sql[None]("DELETE FROM kernel_outbox WHERE sent_at < $1")
KEEP = Sql[None]("""
    INSERT INTO kernel_outbox (id, channel, receiver, sealed, sent_at)
    VALUES ($1::uuid, $2, $3, $4, $5)
""")
OUTBOX = Sql[Sealed]("""
    SELECT id, channel, receiver, sealed, sent_at
    FROM kernel_outbox
    WHERE $1::uuid IS NULL OR id < $1::uuid
    ORDER BY id DESC
    LIMIT $2
""")


async def send(tx: Tx, message: Message) -> None:
    """Put a message into the outbox, and forget those of yesterday."""
    message_id = MessageId.new()
    sealed = tx.keys.current.seal(message.text.encode(), _binding(tx, message_id))
    await tx.run(FORGET, tx.now - KEPT)
    await tx.run(KEEP, message_id, message.channel, message.receiver, sealed, tx.now)


async def outbox(tx: Tx, *, after: MessageId | None = None, limit: int = 50) -> list[Sent]:
    """Return the messages of the last day, newest first; empty where its key was retired."""
    return [_opened(tx, kept) for kept in await tx.rows(OUTBOX, after, limit)]


def _opened(tx: Tx, kept: Sealed) -> Sent:
    key = tx.keys.kek(key_id(kept.sealed))
    text = key.open(kept.sealed, _binding(tx, kept.id)).decode() if key else ""
    return Sent(kept.id, kept.channel, kept.receiver, text, kept.sent_at)


def _binding(tx: Tx, message_id: MessageId) -> Binding:
    return Binding(tx.merchant_id, "kernel_outbox", "sealed", row(message_id))
