"""A challenge is solved by work and counts once, for the shop that gave it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import altcha
import pytest

from liuke.domains.members.challenge import Challenge, new_challenge, spend_challenge
from liuke.domains.members.errors import ChallengeFailed
from liuke.kernel.ids import MerchantId
from tests.conftest import Shop


def solve(challenge: Challenge) -> str:
    """Do the work a browser does."""
    asked = altcha.Challenge.from_dict(
        {"parameters": challenge.parameters, "signature": challenge.signature}
    )
    solution = altcha.solve_challenge(asked)
    assert solution is not None
    return altcha.Payload(asked, solution).to_base64()


async def spend(shop: Shop, payload: str, now: datetime | None = None) -> bool:
    try:
        async with shop.begin(now) as tx:
            await spend_challenge(tx, payload)
    except ChallengeFailed:
        return False
    return True


async def given(shop: Shop) -> str:
    async with shop.begin() as tx:
        return solve(new_challenge(tx.keys, tx.merchant_id, tx.now))


@pytest.mark.inv("A8")
async def test_a_solved_challenge_counts_once_even_when_sent_at_once(shop: Shop) -> None:
    payload = await given(shop)
    accepted = await asyncio.gather(*(spend(shop, payload) for _ in range(8)))
    assert sum(accepted) == 1
    assert not await spend(shop, payload)


@pytest.mark.inv("A8")
async def test_a_challenge_ends_after_ten_minutes(shop: Shop) -> None:
    payload = await given(shop)
    async with shop.begin() as tx:
        late = tx.now + timedelta(minutes=10, seconds=1)
    assert not await spend(shop, payload, late)


@pytest.mark.inv("A8")
@pytest.mark.parametrize("payload", ["", "x", "e30=", "bnVsbA==", "{}", "A" * 4_000, "é"])
async def test_nonsense_is_no_solution(shop: Shop, payload: str) -> None:
    assert not await spend(shop, payload)


@pytest.mark.inv("A8")
async def test_another_shops_challenge_counts_nothing(shop: Shop) -> None:
    async with shop.begin() as tx:
        foreign = solve(new_challenge(tx.keys, MerchantId.new(), tx.now))
        dear = new_challenge(tx.keys, tx.merchant_id, tx.now)
    cheaper = Challenge({**dear.parameters, "cost": 1, "keyPrefix": ""}, dear.signature)
    assert not await spend(shop, foreign)
    assert not await spend(shop, solve(cheaper))
