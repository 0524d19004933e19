"""What one person does alone in a day stands under one limit, however it is split."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from liuke.domains import access
from liuke.domains.access import ActLimit, ApprovalNeeded, Ask, Role, Verdict
from liuke.domains.points import BookSpec
from liuke.kernel.actor import Actor, system
from liuke.kernel.db import begin
from tests import make
from tests.access.test_approvals import ask, decide, people, use
from tests.conftest import Shop
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

ACT = "points.adjust"


async def limit_to(shop: Shop, amount: int) -> None:
    async with shop.begin() as tx:
        await access.set_limits(tx, [ActLimit(ACT, amount)])


async def alone(who: Shop, amount: int, act: str = ACT) -> None:
    async with who.begin() as tx:
        await access.require(tx, Ask(act, amount, []))


@pytest.mark.inv("A10")
async def test_a_limit_is_not_split_over_many_requests(shop: Shop) -> None:
    one, two = await people(shop, "one", "two")
    await limit_to(shop, 1_000)
    await alone(one, 999)
    await alone(one, 1)
    with pytest.raises(ApprovalNeeded) as refusal:
        await alone(one, 1)
    told = refusal.value.facts()
    assert (told["amount"], told["done_today"], told["limit"]) == (1, 1_000, 1_000)
    assert told["setting"] == "/v1/approvals/limits#points.adjust"
    assert "1,000 done alone today" in told["reason"]
    assert "今天已单独办理 1,000" in told["reason_zh"]
    await alone(two, 1_000)
    await alone(one, 1_000, "coupons.issue")


@pytest.mark.inv("A10")
async def test_requests_at_once_never_pass_the_limit_together(shop: Shop) -> None:
    for number in range(5):
        (one,) = await people(shop, f"racer-{number}")
        await limit_to(shop, 1_000)
        outcomes = await asyncio.gather(
            *(alone(one, 300) for _ in range(12)), return_exceptions=True
        )
        assert [type(o) for o in outcomes].count(type(None)) == 3
        assert [type(o) for o in outcomes].count(ApprovalNeeded) == 9
        await alone(one, 100)


async def test_what_fails_afterwards_and_what_is_refused_counts_for_nothing(shop: Shop) -> None:
    (one,) = await people(shop, "one")
    await limit_to(shop, 1_000)

    async def fail() -> None:
        async with one.begin() as tx:
            await access.require(tx, Ask(ACT, 1_000, []))
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    with pytest.raises(ApprovalNeeded):
        await alone(one, 1_001)
    await alone(one, 1_000)


async def test_a_new_day_of_the_merchant_begins_at_nothing(shop: Shop) -> None:
    (one,) = await people(shop, "one")
    await limit_to(shop, 1_000)
    await alone(one, 1_000)
    async with shop.begin() as tx:
        tomorrow = tx.now + timedelta(days=1)
    async with begin(one.database, one.actor, now=tomorrow) as tx:
        await access.require(tx, Ask(ACT, 600, []))
    # A request of yesterday that comes late counts for today: it opens no second day.
    with pytest.raises(ApprovalNeeded):
        await alone(one, 401)
    await alone(one, 400)


@pytest.mark.inv("A11")
async def test_what_a_second_person_approved_does_not_count(shop: Shop) -> None:
    one, two = await people(shop, "one", "two")
    await limit_to(shop, 1_000)
    big, small = Ask(ACT, 5_000, ["big"]), Ask(ACT, 600, ["small"])
    for asked in (big, small):
        if asked is small:
            await alone(one, 500)
        approval_id = await ask(one, asked)
        await decide(two, approval_id)
        await use(one, approval_id, asked)
    await alone(one, 500)
    async with shop.begin() as tx:
        found = await access.search_approvals(tx)
    assert [(a.amount, a.done_today, a.limit_exceeded) for a in found] == [
        (600, 500, 1_000), (5_000, 0, 1_000),
    ]  # fmt: skip


async def test_a_limit_lowered_in_the_day_holds_at_once(shop: Shop) -> None:
    (one,) = await people(shop, "one")
    await limit_to(shop, 1_000)
    await alone(one, 500)
    await limit_to(shop, 400)
    await alone(one, 0)
    with pytest.raises(ApprovalNeeded):
        await alone(one, 1)


async def test_programs_have_a_limit_a_request_and_the_machine_has_none(shop: Shop) -> None:
    await limit_to(shop, 1_000)
    program = replace(shop, actor=Actor(shop.actor.merchant_id, "key", "key_1"))
    for _ in range(2):
        await alone(program, 1_000)
    with pytest.raises(ApprovalNeeded):
        await alone(program, 1_001)
    await alone(replace(shop, actor=system(shop.actor.merchant_id, "import")), 10**9)


async def adjust(client: httpx.AsyncClient, body: list[dict[str, Any]], key: str) -> httpx.Response:
    return await client.post("/v1/points/adjustments", json=body, headers={"idempotency-key": key})


@pytest.mark.inv("A10")
async def test_a_request_that_is_repeated_counts_once(town: Town) -> None:
    async with town.shop.begin() as tx:
        await make.programme(tx, BookSpec(code="stars"))
        (member,) = await make.members(tx)

    def gift(points: int) -> list[dict[str, Any]]:
        return [{"member_id": str(member), "book": "stars", "cause": f"gift:{points}",
                 "points": points, "reason": "goodwill"}]  # fmt: skip

    async with await town.signed_in(Role.SERVICE) as clerk:
        first = await adjust(clerk, gift(6_000), "a")
        again = await adjust(clerk, gift(6_000), "a")
        assert (first.status_code, again.headers["idempotent-replayed"]) == (201, "true")
        assert (await adjust(clerk, gift(4_000), "b")).status_code == 201
        refused = await adjust(clerk, gift(1), "c")
        assert (refused.status_code, refused.json()["done_today"]) == (409, 10_000)
        posts = await clerk.get(f"/v1/members/{member}/points")
        assert [book["spendable"] for book in posts.json()] == [10_000]


async def test_the_second_person_is_told_what_was_done_alone(shop: Shop) -> None:
    one, two = await people(shop, "one", "two")
    await limit_to(shop, 10)
    await alone(one, 7)
    approval_id = await ask(one, Ask(ACT, 4, []))
    await decide(two, approval_id, Verdict(approve=False, reason="够了"))
    async with shop.begin() as tx:
        (found,) = await access.search_approvals(tx, state="refused")
    assert (found.amount, found.done_today) == (4, 7)
