"""Whoever asks too often is told when to come back; nobody else notices."""

from __future__ import annotations

import pytest

from liuke.surfaces.app import create_app
from liuke.surfaces.throttle import Throttle, Throttled
from tests import make
from tests.surfaces.conftest import Town

PARTS = ("limit", "remaining", "reset")


def test_a_bucket_fills_again_with_time() -> None:
    now = [0.0]
    throttle = Throttle({"anonymous": 60}, lambda: now[0])
    for _ in range(60):
        throttle.take("anonymous", "a")
    with pytest.raises(Throttled) as refusal:
        throttle.take("anonymous", "a")
    assert refusal.value.retry_after_seconds == 1
    throttle.take("anonymous", "b")
    now[0] = 1.0
    left = dict(throttle.take("anonymous", "a"))
    assert left == {
        b"x-rate-limit-limit": b"60",
        b"x-rate-limit-remaining": b"0",
        b"x-rate-limit-reset": b"60",
    }


def test_buckets_do_not_pile_up() -> None:
    now = [0.0]
    throttle = Throttle({}, lambda: now[0])
    for number in range(20_001):
        throttle.take("anonymous", str(number))
        now[0] += 0.01
    assert len(throttle._buckets) < 10_000  # noqa: SLF001 - what is measured


@pytest.mark.slow
async def test_a_client_over_its_limit_gets_429_with_a_time(town: Town) -> None:
    town.app = create_app(town.shop.database, limits={"anonymous": 2})
    async with town.client() as client:
        answers = [await client.get("/v1/me") for _ in range(3)]
    assert [a.status_code for a in answers] == [401, 401, 429]
    assert answers[2].headers["retry-after"] == "30"
    assert answers[2].json()["code"] == "throttled"
    told = [[a.headers[f"x-rate-limit-{one}"] for one in PARTS] for a in answers]
    assert told == [["2", "1", "30"], ["2", "0", "60"], ["2", "0", "60"]]


@pytest.mark.inv("A9")
async def test_a_key_that_guesses_codes_is_stopped_long_before_its_requests_are_out(
    town: Town,
) -> None:
    async with town.shop.begin() as tx:
        (member,) = await make.members(tx)
    town.app = create_app(town.shop.database, limits={"miss": 3})
    guess = {"member_id": str(member), "code": "ABCD-EFGH-JKMN-PQRS"}
    claim = {"member_id": str(member), "code": "ABCDEFGHABCDEFGH"}
    async with await town.keyed("coupons.*", "checkout.*", "members.*") as till:
        answers = [await till.post("/v1/coupons/lookups", json=guess) for _ in range(2)]
        for number in range(3):
            key = {"Idempotency-Key": f"{number}"}
            answers.append(await till.post("/till/claims", json=claim, headers=key))
        other = await till.get(f"/v1/members/{member}")
    assert [answer.status_code for answer in answers] == [404, 404, 409, 429, 429]
    assert (answers[-1].json()["code"], other.status_code) == ("throttled", 200)
