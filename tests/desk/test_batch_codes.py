"""The codes of a batch of coupons: listed, taken along by right and approval, and recorded."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from liuke.domains import coupons
from liuke.domains.access import ActLimit, Role, set_limits
from liuke.domains.desk import batch_codes
from liuke.kernel.ids import MemberId
from tests.checkout.test_counter_routes import guide, open_counter
from tests.desk.test_batch import ISSUE, WHY, made, run
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]


async def issued(town: Town, owner: httpx.AsyncClient, *people: MemberId, times: int = 1) -> str:
    """Issue a batch and return where it lives."""
    deed = {"action": "coupons.issue", "params": {"template": "ten", "count": times}}
    wish = {"deed": deed, "reason": WHY, "member_ids": [str(one) for one in people]}
    shown = (await made(owner, wish, f"make {times}")).json()
    path = f"/v1/batches/{shown['batch']['id']}"
    await owner.post(f"{path}/starts", headers={"Idempotency-Key": f"start {times}"})
    await run(town, shown)
    return path


async def codes(owner: httpx.AsyncClient, path: str, **headers: str) -> Any:
    return await owner.post(f"{path}/codes", json={"reason": "印在包装上"}, headers=headers)


@pytest.mark.slow
async def test_the_codes_of_a_batch_are_those_it_gave_and_taking_them_is_recorded(
    town: Town,
) -> None:
    first, second = await open_counter(town)
    async with await town.signed_in(Role.OWNER) as owner:
        path = await issued(town, owner, first, second, times=2)
        answer = await codes(owner, path)
        listed = (await owner.get("/v1/batches", params={"template": "ten"})).json()
        others = (await owner.get("/v1/batches", params={"template": "other"})).json()
        audit = (await owner.get("/v1/audit", params={"action": "coupons.codes_taken"})).json()
    async with town.shop.begin() as tx:
        batch = path.rpartition("/")[2]
        kept = {
            str(one.code)
            for member_id in (first, second)
            for one in await coupons.holdings(tx, member_id)
            if one.cause.startswith(f"batch:{batch}")
        }
    assert answer.status_code == 200
    assert {row["code"] for row in answer.json()} == kept
    assert len(kept) == 4
    assert {row["state"] for row in answer.json()} == {"open"}
    assert [(row["able"], row["done"], row["undone"]) for row in listed["items"]] == [(2, 2, 0)]
    assert others["items"] == []
    assert audit["items"][0]["reason"] == "印在包装上"
    assert audit["items"][0]["after"] == {"template": "ten", "coupons": 4}


async def test_many_codes_wait_for_a_second_person(town: Town) -> None:
    first, second = await open_counter(town)
    other = await town.signed_in(Role.OPERATIONS)
    async with town.shop.begin() as tx:
        await set_limits(tx, [ActLimit("coupons.codes", 1)])
    async with await town.signed_in(Role.OWNER) as owner, other:
        path = await issued(town, owner, first, second)
        asked = await codes(owner, path)
        approval = asked.json()["approval_id"]
        await other.post(
            f"/v1/approvals/{approval}/decisions", json={"approve": True, "reason": "ok"}
        )
        taken = await codes(owner, path, **{"Approval-Id": approval})
        again = await codes(owner, path, **{"Approval-Id": approval})
    assert asked.json()["code"] == "approval_needed"
    assert asked.json()["amount"] == 2
    assert len(taken.json()) == 2
    assert again.json()["code"] == "approval_unusable"


async def test_no_codes_come_of_tags_of_what_waits_or_for_who_may_not_issue(town: Town) -> None:
    first, _ = await open_counter(town)
    tag = {"action": "members.tag", "params": {"tag": "vip"}}
    async with await guide(town) as person, await town.signed_in(Role.OWNER) as owner:
        wish = {"reason": WHY, "member_ids": [str(first)]}
        waiting = (await made(owner, {"deed": ISSUE, **wish}, "1")).json()
        early = await codes(owner, f"/v1/batches/{waiting['batch']['id']}")
        tagged = (await made(owner, {"deed": tag, **wish}, "2")).json()
        path = f"/v1/batches/{tagged['batch']['id']}"
        await owner.post(f"{path}/starts", headers={"Idempotency-Key": "s"})
        await run(town, tagged)
        none = await codes(owner, path)
        barred = await codes(person, path)
        theirs = (await person.get("/v1/batches")).json()
        page = (await owner.get("/v1/batches", params={"limit": 1})).json()
        rest = (await owner.get("/v1/batches", params={"after": page["after"]})).json()
    assert early.json()["code"] == none.json()["code"] == "no_codes_here"
    assert barred.status_code == 403
    assert theirs["items"] == []
    assert [row["batch"]["action"] for row in page["items"]] == ["members.tag"]
    assert rest["items"] == []


async def test_more_codes_than_a_file_takes_are_refused(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await open_counter(town)
    monkeypatch.setattr(batch_codes, "CODES_MAX", 1)
    async with await town.signed_in(Role.OWNER) as owner:
        answer = await codes(owner, await issued(town, owner, first, second))
    assert (answer.json()["code"], answer.json()["most"]) == ("too_many_coupons", 1)
