"""A key opens what its scopes say, until it is revoked or expires; two of a name rotate."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from liuke.domains import access
from liuke.domains.access import KeyWish
from liuke.domains.access.errors import TooManyKeys, UnknownKeys, UnknownScopes
from liuke.domains.access.values import KeyId
from liuke.kernel.db import Tx
from tests import make
from tests.conftest import Shop


async def test_a_key_is_found_by_its_secret_and_by_nothing_else(shop: Shop) -> None:
    async with shop.begin() as tx:
        store = await make.store(tx)
        wish = KeyWish("till", ("points.*", "catalog.read"), store_ids=(store,))
        made = (await access.make_keys(tx, [wish]))[0]
    actor = await access.by_key(shop.database, made.key)
    assert actor is not None
    assert actor.merchant_id == shop.actor.merchant_id
    assert actor.may("points.post")
    assert not actor.may("programme.read")
    assert actor.stores == frozenset({store})
    name, _, secret = made.key.partition(".")
    for wrong in (f"{name}.x", f"{name}.{secret}x", name, "lk_.", "", f"lk_{'0' * 32}.{secret}",
                  f"{name}.{secret[::-1]}", "lk_１２.x", "x" * 300):  # fmt: skip
        assert await access.by_key(shop.database, wrong) is None


async def test_a_key_notes_when_it_was_used(shop: Shop) -> None:
    async with shop.begin() as tx:
        made = (await access.make_keys(tx, [KeyWish("till", ("points.read",))]))[0]
    await access.by_key(shop.database, made.key)
    async with shop.begin() as tx:
        assert (await access.keys(tx))[0].used_at is not None


async def test_a_revoked_or_expired_key_opens_nothing(shop: Shop) -> None:
    async with shop.begin() as tx:
        soon = KeyWish("b", ("points.read",), expires_at=tx.now - timedelta(seconds=1))
        one, old = await access.make_keys(tx, [KeyWish("a", ("points.read",)), soon])
        await access.revoke_keys(tx, [one.id])
    assert await access.by_key(shop.database, one.key) is None
    assert await access.by_key(shop.database, old.key) is None


async def test_two_of_a_name_may_live_and_not_three(shop: Shop) -> None:
    wish = KeyWish("till", ("points.read",))

    async def add() -> None:
        async with shop.begin() as tx:
            await access.make_keys(tx, [wish])

    outcomes = await asyncio.gather(*(add() for _ in range(6)), return_exceptions=True)
    assert [type(o) for o in outcomes].count(type(None)) == 2
    assert [type(o) for o in outcomes].count(TooManyKeys) == 4


@pytest.mark.inv("A1")
@pytest.mark.parametrize("scope", ["programme.publish", "approvals.decide", "*", "nothing.such"])
async def test_a_scope_no_key_may_hold_is_refused(tx: Tx, scope: str) -> None:
    with pytest.raises(UnknownScopes):
        await access.make_keys(tx, [KeyWish("till", ("points.read", scope))])


async def test_a_key_that_is_not_here_cannot_be_revoked(tx: Tx) -> None:
    with pytest.raises(UnknownKeys):
        await access.revoke_keys(tx, [KeyId.new()])
