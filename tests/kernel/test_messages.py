"""A message without a provider is kept sealed for a day, for this merchant alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.kernel.db import Tx
from liuke.kernel.messages import Message, outbox, send
from liuke.kernel.rows import Sql
from tests.conftest import Shop

RAW = Sql[bytes]("SELECT sealed FROM kernel_outbox")


@pytest.mark.inv("A13")
async def test_a_message_is_sealed_at_rest_and_read_in_the_outbox(tx: Tx) -> None:
    await send(tx, Message("sms", "138****8000", "code 123456"))
    assert [one.text for one in await outbox(tx)] == ["code 123456"]
    assert b"123456" not in (await tx.rows(RAW))[0]


async def test_a_message_is_forgotten_after_a_day(shop: Shop) -> None:
    async with shop.begin() as tx:
        await send(tx, Message("sms", "138****8000", "old"))
        now = tx.now
    async with shop.begin(now + timedelta(days=1, seconds=1)) as tx:
        await send(tx, Message("sms", "138****8000", "new"))
        assert [one.text for one in await outbox(tx)] == ["new"]


async def test_a_message_whose_key_was_retired_is_empty(tx: Tx) -> None:
    await send(tx, Message("sms", "138****8000", "code 123456"))
    tx.keys = tx.keys.rotated().retired()
    assert [(one.receiver, one.text) for one in await outbox(tx)] == [("138****8000", "")]
