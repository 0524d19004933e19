"""Acts on many members: previewed, weighed by a second person, done once each, undone exactly."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from liuke.domains import coupons, desk, members
from liuke.domains.access import Role
from liuke.domains.desk import BatchStepped
from liuke.domains.desk.values import BatchId
from liuke.domains.members import Enrolment, MemberState
from liuke.kernel.ids import MemberId
from tests.checkout.test_counter_routes import guide, open_counter
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

ISSUE = {"action": "coupons.issue", "params": {"template": "ten"}}
WHY = "回馈老会员"


async def run(town: Town, shown: dict[str, Any], *, undoing: bool = False, most: int = 9) -> None:
    """Do what the worker does: one step after another, until there is none."""
    event = BatchStepped(BatchId.parse(shown["batch"]["id"]), undoing)
    for _ in range(most):
        async with town.shop.begin() as tx:
            await desk.step(tx, event)
            over = any(isinstance(one, desk.BatchEnded) for one in tx.events)
        if over:
            return


async def made(client: httpx.AsyncClient, body: dict[str, Any], key: str = "1") -> Any:
    return await client.post("/v1/batches", json=body, headers={"Idempotency-Key": key})


async def held(town: Town, member_id: MemberId) -> list[str]:
    async with town.shop.begin() as tx:
        return [one.state for one in await coupons.holdings(tx, member_id)]


async def test_a_batch_gives_once_tells_of_each_and_takes_back(town: Town) -> None:
    first, second = await open_counter(town)
    async with town.shop.begin() as tx:
        await members.set_states(tx, [second], MemberState.BLOCKED, reason="fraud")
    async with await town.signed_in(Role.OWNER) as owner:
        wish = {"deed": ISSUE, "reason": WHY, "member_ids": [str(first), str(second)]}
        shown = (await made(owner, wish)).json()
        path = f"/v1/batches/{shown['batch']['id']}"
        early = await owner.post(
            f"{path}/undoings", json={"reason": WHY}, headers={"Idempotency-Key": "u"}
        )
        started = await owner.post(f"{path}/starts", headers={"Idempotency-Key": "s"})
        twice = await owner.post(f"{path}/starts", headers={"Idempotency-Key": "t"})
        await run(town, shown)
        done = (await owner.get(path)).json()
        told = (await owner.get(f"{path}/results")).json()
        after_issue = await held(town, first)
        await owner.post(f"{path}/undoings", json={"reason": WHY}, headers={"Idempotency-Key": "v"})
        await run(town, shown, undoing=True)
        undone = (await owner.get(path)).json()
    assert (shown["total"], shown["able"], shown["amount"]) == (2, 1, 1)
    assert {(t["skipped"], t["members"]) for t in shown["tallies"]} == {("", 1), ("blocked", 1)}
    assert early.json()["code"] == twice.json()["code"] == "batch_not_ready"
    assert started.json()["batch"]["state"] == "running"
    assert (done["batch"]["state"], done["undoable"]) == ("done", True)
    assert sorted(told["csv"].splitlines()) == sorted(
        ["member,skipped,outcome", f"{first},,done", f"{second},blocked,"]
    )
    async with town.shop.begin() as tx:
        (copy,) = await members.export_members(tx, [second], reason="asked")
    (part,) = copy.sections["batches"]
    assert (part["action"], part["skipped"]) == ("coupons.issue", "blocked")
    assert sorted(after_issue) == ["open", "open"]
    assert undone["batch"]["state"] == "undone"
    assert sorted(await held(town, first)) == ["open", "void"]
    assert await held(town, second) == []


@pytest.mark.slow
async def test_a_large_batch_waits_for_a_second_person(town: Town) -> None:
    people = [Enrolment(source="crm", external_id=str(n)) for n in range(1_001)]
    await open_counter(town)
    async with town.shop.begin() as tx:
        await members.enrol(tx, people)
    other = await town.signed_in(Role.OPERATIONS)
    async with await town.signed_in(Role.OWNER) as owner, other:
        shown = (await made(owner, {"deed": ISSUE, "reason": WHY, "asked": {}})).json()
        path = f"/v1/batches/{shown['batch']['id']}"
        asked = await owner.post(f"{path}/starts", headers={"Idempotency-Key": "a"})
        approval = asked.json()["approval_id"]
        await other.post(
            f"/v1/approvals/{approval}/decisions", json={"approve": True, "reason": "ok"}
        )
        begun = await owner.post(
            f"{path}/starts", headers={"Idempotency-Key": "b", "Approval-Id": approval}
        )
        await run(town, shown)
        done = (await owner.get(path)).json()
    assert asked.status_code in (403, 409, 202)
    assert begun.json()["batch"]["state"] == "running"
    (tally,) = done["tallies"]
    assert (tally["outcome"], tally["members"]) == ("done", shown["able"])


async def test_a_guide_may_tag_their_own_members_and_give_nothing(town: Town) -> None:
    first, second = await open_counter(town)
    both = [str(first), str(second)]
    tag = {"action": "members.tag", "params": {"tag": "vip"}}
    async with await guide(town) as person, await town.signed_in(Role.OWNER) as owner:
        gift = await made(person, {"deed": ISSUE, "reason": WHY, "member_ids": both[:1]})
        beyond = await made(person, {"deed": tag, "reason": WHY, "member_ids": both}, "2")
        shown = (await made(person, {"deed": tag, "reason": WHY, "asked": {}}, "6")).json()
        await person.post(
            f"/v1/batches/{shown['batch']['id']}/starts", headers={"Idempotency-Key": "s"}
        )
        await run(town, shown)
        unknown = await made(owner, {"deed": {"action": "x", "params": {}}, "reason": WHY}, "3")
        bad = await made(owner, {"deed": ISSUE | {"params": {}}, "reason": WHY}, "4")
        theirs = (await made(owner, {"deed": tag, "reason": WHY, "asked": {}}, "5")).json()
        hidden = await person.get(f"/v1/batches/{theirs['batch']['id']}")
    async with town.shop.begin() as tx:
        assert {tag.member_id for tag in await members.tags(tx, [first, second])} == {first}
    assert (gift.json()["code"], gift.json()["permission"]) == (
        "deed_not_permitted", "coupons.issue",
    )  # fmt: skip
    assert (beyond.json()["code"], beyond.json()["member_ids"]) == ("unknown_members", both[1:])
    assert unknown.json()["code"] == bad.json()["code"] == "unknown_deed"
    assert hidden.json()["code"] == "unknown_batch"
