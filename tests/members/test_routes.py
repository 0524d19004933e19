from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from liuke.domains import access
from liuke.domains.access import ApprovalId, Invitation, Role
from liuke.domains.access.values import Verdict
from liuke.kernel.actor import Actor
from liuke.kernel.ids import MemberId
from tests import make
from tests.conftest import Shop
from tests.surfaces.conftest import ORIGIN, Town, app, client, quiet, town

__all__ = ["app", "client", "quiet", "town"]


@pytest_asyncio.fixture(loop_scope="session")
async def program(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """Open the shop's application as a program with all it can be given."""
    async with await town.keyed("members.*") as till:
        till.base_url = httpx.URL(f"{ORIGIN}/v1")
        yield till


async def enrol(client: httpx.AsyncClient, **person: object) -> str:
    key = {"idempotency-key": str(MemberId.new())}
    answer = await client.post("/members", json=[person], headers=key)
    assert answer.status_code == 201, answer.text
    member_id: str = answer.json()[0]["member_id"]
    return member_id


async def test_a_till_enrols_finds_and_shows_a_member_masked(client: httpx.AsyncClient) -> None:
    anna = await enrol(client, phone="138 0013 8000", name="安娜", tags=["tea"])
    found = await client.post("/members/searches", json={"text": "8000"})
    assert [item["standing"]["id"] for item in found.json()["items"]] == [anna]
    shown = (await client.get(f"/members/{anna}")).json()
    assert (shown["name"], shown["identities"][0]["value"]) == ("安**", "138****8000")
    mail = {"member_id": anna, "handle": {"kind": "email", "value": "anna@example.com"}}
    assert (await client.post("/members/identities", json=[mail])).status_code == 201
    [_, shown] = (await client.get(f"/members/{anna}")).json()["identities"]
    gone = await client.delete(f"/members/{anna}/identities/{shown['id']}")
    assert gone.status_code == 200
    changed = await client.put(f"/members/{anna}/profile", json={"gender": "female"})
    assert changed.json()["profile"] == {"gender": "female"}
    blocked = {"state": "blocked", "reason": "fraud"}
    state = await client.put(f"/members/{anna}/state", json=blocked)
    assert state.json()["standing"]["state"] == "blocked"
    story = (await client.get(f"/members/{anna}/timeline?limit=1&kinds=member.joined")).json()
    assert story["items"][0]["text_zh"] == "通过门店登记入会。"
    assert story["after"]


async def test_an_editor_who_read_before_another_saved_is_told(client: httpx.AsyncClient) -> None:
    anna = await enrol(client)
    mark = {"if-match": (await client.get(f"/members/{anna}")).headers["etag"]}
    path, female, male = f"/members/{anna}/profile", {"gender": "female"}, {"gender": "male"}
    saved = await client.put(path, json=female, headers=mark)
    assert saved.status_code == 200
    late = await client.put(path, json=male, headers=mark)
    assert (late.status_code, late.json()["code"]) == (412, "member_edited_meanwhile")
    again = await client.put(path, json=male, headers={"if-match": saved.headers["etag"]})
    assert again.json()["profile"] == male


async def test_a_guest_is_welcomed_in_one_step(client: httpx.AsyncClient) -> None:
    guest = {
        "enrolment": {"phone": "13800138000", "name": "安娜"},
        "agreements": [{"purpose": "charter"}],
        "card": {"kind": "key_ring"},
    }
    [anna] = (await client.post("/members/welcomes", json=[guest])).json()
    assert (anna["created"], anna["card"]["kind"]) == (True, "key_ring")
    found = await client.post("/members/searches", json={"text": anna["card"]["number"]})
    assert found.json()["items"][0]["standing"]["id"] == anna["member_id"]


async def test_a_wrong_phone_is_refused_by_item_and_field(client: httpx.AsyncClient) -> None:
    key = {"idempotency-key": "wrong"}
    answer = await client.post("/members", json=[{"phone": "12345"}], headers=key)
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["field"] == "phone"
    assert "12345" not in answer.text


async def test_cards_live_over_http(client: httpx.AsyncClient) -> None:
    anna = await enrol(client)
    wish = {"member_id": anna, "cause": "joining", "active": False}
    made = await client.post("/members/cards", json=[wish])
    card = {"member_id": anna, "card_id": made.json()[0]["id"]}
    assert (await client.post("/members/cards/activations", json=[card])).status_code == 201
    assert (await client.post("/members/cards/losses", json=[card])).status_code == 201
    lost = [{**card, "cause": "lost"}]
    again = await client.post("/members/cards/replacements", json=lost)
    assert again.json() == (await client.post("/members/cards/replacements", json=lost)).json()
    assert again.json()[0]["replaces"] == card["card_id"]
    held = (await client.get(f"/members/{anna}/cards")).json()["items"]
    assert [c["state"] for c in held] == ["replaced", "active"]
    refused = await client.post(
        "/members/cards/renewals", json=[card], headers={"idempotency-key": "c3"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_card_state")


async def test_tags_consents_and_families_over_http(client: httpx.AsyncClient) -> None:
    anna, ben = await enrol(client), await enrol(client)
    tag = [{"member_id": anna, "tag": "vip"}]
    await client.post("/members/tags", json=tag)
    assert [t["tag"] for t in (await client.get(f"/members/{anna}/tags")).json()] == ["vip"]
    await client.post("/members/untaggings", json=tag)
    assert (await client.get(f"/members/{anna}/tags")).json() == []
    notice = {"code": "ads", "version": 1, "locale": "zh-CN", "title": "授权", "body": "…"}
    await client.post("/members/notices", json=[notice])
    assert (await client.get("/members/notices")).json() == [notice]
    word = {"member_id": anna, "purpose": "ads", "given": True, "notice": "ads", "version": 1}
    assert (await client.post("/members/consents", json=[word])).status_code == 201
    assert (await client.get(f"/members/{anna}/consents")).json()[0]["given"]
    assert len((await client.get(f"/members/{anna}/consents/history")).json()["items"]) == 1
    home = "hsh_" + MemberId.new().bytes.hex()
    families = {
        "households": [{"id": home}],
        "kin": [{"member_id": m, "household_id": home, "role": "head"} for m in (anna, ben)],
    }
    await client.put("/members/households", json=families)
    assert len((await client.get(f"/members/{anna}/household")).json()) == 2
    await client.delete(f"/members/{anna}/household")
    assert (await client.get(f"/members/{anna}/household")).json() == []
    child = {
        "member_id": anna, "id": "chd_" + MemberId.new().bytes.hex(), "birth_on": "2024-01-01",
        "name": "小米", "guardian_consent": True,
    }  # fmt: skip
    assert (await client.post("/members/children", json=[child])).status_code == 201
    assert "小米" not in (await client.get(f"/members/{anna}/children")).text
    gone = await client.delete(f"/members/{anna}/children/{child['id']}")
    assert gone.status_code == 200


@pytest.mark.slow
async def test_merging_and_parting_over_http(client: httpx.AsyncClient) -> None:
    anna, twin = await enrol(client, phone="13800138000"), await enrol(client)
    pair = [{"winner_id": anna, "loser_id": twin, "reason": "same phone"}]
    done = await client.post("/members/merges", json=pair, headers={"idempotency-key": "m"})
    [merge] = (await client.get(f"/members/{anna}/merges")).json()["items"]
    assert done.json() == [merge["id"]]
    undoing = f"/members/merges/{merge['id']}/undoing"
    assert (await client.put(undoing, json={"reason": "mistake"})).status_code == 200
    assert (await client.put(undoing, json={"reason": "mistake"})).status_code == 409


@pytest.mark.inv("P3")
async def test_a_childs_name_is_opened_by_two_people_and_noted(
    shop: Shop, client: httpx.AsyncClient
) -> None:
    anna = await enrol(client)
    child = {
        "member_id": anna, "id": "chd_" + MemberId.new().bytes.hex(), "birth_on": "2024-01-01",
        "name": "小米", "guardian_consent": True,
    }  # fmt: skip
    await client.post("/members/children", json=[child])
    path, why = f"/members/{anna}/children/openings", {"reason": "birthday cake"}
    refused = await client.post(path, json=why)
    assert (refused.status_code, refused.json()["code"]) == (409, "approval_needed")
    assert "小米" not in refused.text
    approval = ApprovalId.parse(refused.json()["approval_id"])
    async with shop.begin() as tx:
        assert await make.audited(tx, "members.children_opened") == []
        [other] = await access.invite(tx, [Invitation("owner.two", "店主", Role.OWNER)])
        tx.actor = Actor(tx.merchant_id, "staff", str(other.staff_id))
        await access.decide(tx, approval, Verdict(approve=True, reason="checked"))
    opened = await client.post(path, json=why, headers={"approval-id": str(approval)})
    assert [one["name"] for one in opened.json()] == ["小米"]
    async with shop.begin() as tx:
        acts = await make.audited(tx, "members.children_opened")
    assert acts == [(anna, "birthday cake")]


@pytest.mark.inv("P7")
async def test_the_owner_opens_exports_and_erases_for_a_reason(client: httpx.AsyncClient) -> None:
    anna = await enrol(client, phone="13800138000", name="安娜")
    why = {"reason": "asked by phone"}
    opened = await client.post(f"/members/{anna}/openings", json=why)
    assert opened.json()["profile"] == {"name": "安娜"}
    wish = {"member_ids": [anna], "csv": True, **why}
    [export] = (await client.post("/members/exports", json=wish)).json()
    assert "安娜" in export["csv"]["profile"]
    ben = await enrol(client)
    many = await client.post("/members/exports", json={**wish, "member_ids": [anna, ben]})
    assert many.json()["code"] == "approval_needed"
    assert (await client.put(f"/members/{anna}/erasure", json={})).status_code == 422
    assert (await client.put(f"/members/{anna}/erasure", json=why)).json() == [anna]
    found = await client.post("/members/searches", json={"text": "13800138000"})
    assert found.json()["items"] == []


@pytest.mark.inv("P7")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/members/{}/openings"),
        ("POST", "/members/exports"),
        ("PUT", "/members/{}/erasure"),
    ],
)
async def test_a_program_opens_exports_and_erases_nobody(
    program: httpx.AsyncClient, method: str, path: str
) -> None:
    anna = await enrol(program, phone="13800138000")
    body = {"reason": "curious", "member_ids": [anna]}
    answer = await program.request(method, path.format(anna), json=body)
    assert answer.status_code == 403


@pytest.mark.slow
async def test_fields_are_declared_over_http(client: httpx.AsyncClient) -> None:
    field = {"code": "shoe", "kind": "number", "label": "Shoe", "label_zh": "鞋码"}
    answer = await client.put("/members/fields", json=[field])
    assert [f["code"] for f in answer.json()][-1] == "shoe"
    assert [f["code"] for f in (await client.get("/members/fields")).json()][:1] == ["name"]
