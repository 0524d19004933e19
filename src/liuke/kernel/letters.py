"""Letters: messages that a provider carries, at least once, each under its one id.

A letter is kept in the transaction that decided it, and handed to the courier afterwards. Whoever
takes it away raises its count first, so a crash in between sends it again, under the same id and
with the same words, until the provider has it or it is over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from liuke.kernel import log
from liuke.kernel.actor import system
from liuke.kernel.crypto import Binding, key_id, row
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MerchantId
from liuke.kernel.messages import MessageId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

AT_ONCE = 20
AGAIN_SECONDS = 5


class Letter(Value, frozen=True):
    """What a provider is given; `id` stays the same however often it is handed over."""

    id: MessageId
    channel: str
    to: str
    text: str


class Undelivered(Exception):
    """The provider did not take a letter, or nobody knows whether it did."""


class Courier(Protocol):
    """A way out for letters: one provider."""

    async def deliver(self, letter: Letter) -> None:
        """Hand a letter over.

        Raises:
            Undelivered: it was not taken, or nobody knows.
        """
        ...


class Due(Value, frozen=True):
    """A letter that waits, and whose it is."""

    merchant_id: MerchantId
    id: MessageId


class Waiting(Value, frozen=True):
    """A letter as the database keeps it."""

    id: MessageId
    channel: str
    sealed_to: bytes
    sealed_text: bytes


KEEP = Sql[None]("""
    INSERT INTO kernel_letter (id, channel, sealed_to, sealed_text, next_at, ends_at)
    VALUES ($1::uuid, $2, $3, $4, $5, $6)
""")
DUE = "SELECT merchant_id, id FROM kernel_due_letters(lk_now(), $1)"
OVER = Sql[MessageId]("""
    DELETE FROM kernel_letter WHERE id = $1::uuid AND ends_at <= $2 RETURNING id
""")
TAKE = Sql[Waiting]("""
    UPDATE kernel_letter
    SET tries = tries + 1, next_at = $2::timestamptz + $3::interval * (tries + 1)
    WHERE id = $1::uuid AND next_at <= $2
    RETURNING id, channel, sealed_to, sealed_text
""")
DONE = Sql[None]("DELETE FROM kernel_letter WHERE id = $1::uuid")


async def post(tx: Tx, *, channel: str, to: str, text: str, until: datetime) -> MessageId:
    """Keep a letter for the courier, who stops trying at an instant."""
    letter_id, key = MessageId.new(), tx.keys.current
    sealed = [
        key.seal(words.encode(), _binding(tx, letter_id, field))
        for field, words in (("sealed_to", to), ("sealed_text", text))
    ]
    await tx.run(KEEP, letter_id, channel, *sealed, tx.now, until)
    return letter_id


async def carry(database: Database, courier: Courier, *, most: int = AT_ONCE) -> int:
    """Hand over the letters that are due; return how many were taken."""
    async with database.pool.acquire() as connection:
        rows = await connection.fetch(DUE, most)
    due = [Due(MerchantId(found[0].bytes), MessageId(found[1].bytes)) for found in rows]
    return sum(await asyncio.gather(*(_carry_one(database, courier, one) for one in due)))


async def _carry_one(database: Database, courier: Courier, due: Due) -> bool:
    actor = system(due.merchant_id, "courier")
    async with begin(database, actor) as tx:
        if await tx.row(OVER, due.id, tx.now) is not None:
            return False
        again = timedelta(seconds=AGAIN_SECONDS)
        taken = await tx.row(TAKE, due.id, tx.now, again)
        letter = None if taken is None else _opened(tx, taken)
    if letter is None:
        return False
    try:
        await courier.deliver(letter)
    except Undelivered as why:
        # The reason is the provider's word on us; the letter itself is in no log.
        log.logger("courier").info("undelivered", message=str(letter.id), why=str(why))
        return False
    async with begin(database, actor) as tx:
        await tx.run(DONE, letter.id)
    return True


def _opened(tx: Tx, kept: Waiting) -> Letter | None:
    key = tx.keys.kek(key_id(kept.sealed_text))
    if key is None:
        return None
    parts: Sequence[tuple[str, bytes]] = (
        ("sealed_to", kept.sealed_to), ("sealed_text", kept.sealed_text),
    )  # fmt: skip
    to, text = [key.open(sealed, _binding(tx, kept.id, name)).decode() for name, sealed in parts]
    return Letter(kept.id, kept.channel, to, text)


def _binding(tx: Tx, letter_id: MessageId, field: str) -> Binding:
    return Binding(tx.merchant_id, "kernel_letter", field, row(letter_id))
