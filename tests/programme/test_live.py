"""What rules is read once a transaction, and never is what ruled before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from liuke.domains import programme
from liuke.domains.programme import DraftText, Publication, VersionId
from liuke.domains.programme.live import PUBLISHED
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.conftest import Shop
from tests.heard import listen

DOCUMENT = {"code": "spring", "name": "Spring", "name_zh": "春季"}


async def published(tx: Tx, name: str = "Spring") -> VersionId:
    (saved,) = await programme.save(tx, [DraftText({**DOCUMENT, "name": name})])
    await programme.publish(tx, [Publication(saved.id)])
    return saved.id


async def ruling(tx: Tx) -> Sequence[VersionId]:
    return (await programme.live(tx)).versions


async def test_what_rules_is_read_once_a_transaction(tx: Tx) -> None:
    said = listen(tx)
    for days in (0, -1, 0, 1, 1, 0):
        await programme.live(tx, tx.now + timedelta(days=days))
    assert said == [PUBLISHED.text] * 2


async def test_what_is_published_or_withdrawn_rules_in_the_same_transaction(tx: Tx) -> None:
    assert await ruling(tx) == ()
    first = await published(tx)
    assert await ruling(tx) == (first,)
    second = await published(tx, "Later")
    assert await ruling(tx) == (second,)
    await programme.withdraw(tx, [second])
    assert await ruling(tx) == (first,)


async def test_what_was_published_in_vain_never_ruled(tx: Tx) -> None:
    async def fail() -> None:
        async with tx.savepoint():
            version = await published(tx)
            assert await ruling(tx) == (version,)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await ruling(tx) == ()


@pytest.mark.inv("A3")
async def test_the_next_transaction_and_another_shop_read_for_themselves(
    shop: Shop, tx: Tx
) -> None:
    async with shop.begin() as mine:
        version = await published(mine)
        assert await ruling(mine) == (version,)
        assert await ruling(tx) == ()
        async with shop.begin() as other:
            assert await ruling(other) == ()
    async with shop.begin() as after:
        assert await ruling(after) == (version,)


async def test_who_waited_for_a_lock_sees_what_was_published_meanwhile(shop: Shop) -> None:
    async with shop.begin() as tx:
        members: Sequence[MemberId] = await make.members(tx)
    async with shop.begin() as late:
        async with shop.begin(now=late.now - timedelta(seconds=1)) as rival:
            assert await ruling(late) == ()
            version = await published(rival)
        assert await ruling(late) == ()
        await late.lock(members)
        assert await ruling(late) == (version,)
