"""Segments over HTTP: made, counted, explained, frozen, files in, and out by a second person."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import httpx

from liuke.domains.access import Role
from liuke.domains.segments.template import templates
from tests.checkout.test_counter_routes import guide, open_counter
from tests.connect.test_workbook_sheets import book, rows
from tests.segments.crowd import evaluate
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

NEWCOMERS = {"kind": "fact", "name": "orders.count", "op": "=", "value": 0}
NAMES = {"name": "Newcomers", "name_zh": "新客"}


async def posted(client: httpx.AsyncClient, path: str, body: Any, key: str = "k") -> Any:
    """Post with a key of its own."""
    return await client.post(path, json=body, headers={"Idempotency-Key": f"{path}-{key}"})


async def made(client: httpx.AsyncClient, code: str = "newcomers", **more: Any) -> Any:
    return await posted(client, "/v1/segments", {"code": code, "tree": NEWCOMERS} | NAMES | more)


async def test_a_segment_is_made_edited_explained_and_put_away(town: Town) -> None:
    first, _ = await open_counter(town)
    async with await town.signed_in(Role.OWNER) as owner:
        fresh = await made(owner)
        taken = await posted(owner, "/v1/segments", {"code": "newcomers"} | NAMES, "2")
        async with town.shop.begin() as tx:
            await evaluate(tx, "newcomers")
        path = "/v1/segments/newcomers"
        edit = NAMES | {"name": "Fresh", "tree": NEWCOMERS}
        edited = await owner.put(path, json=edit, headers={"If-Match": '"1"'})
        late = await owner.put(path, json=edit | {"name": "x"}, headers={"If-Match": '"1"'})
        member = (await owner.get(f"{path}/members/{first}")).json()
        kept = (await owner.get(f"{path}/versions")).json()["items"]
        listed = (await owner.get("/v1/segments")).json()["items"]
        running = await posted(owner, f"{path}/evaluations", {})
        await posted(
            owner,
            "/v1/segments",
            {"code": "others", "tree": {"kind": "segment", "code": "newcomers"}} | NAMES,
            "3",
        )
        used = (await owner.get(f"{path}/uses")).json()
        in_use = await owner.put(f"{path}/archive")
        await owner.put("/v1/segments/others/archive")
        away = (await owner.put(f"{path}/archive")).json()
        shelf = (await owner.get("/v1/segments?state=archived")).json()["items"]
        back = (await owner.put(f"{path}/restoration")).json()
    assert (fresh.status_code, fresh.headers["etag"]) == (201, '"1"')
    assert (taken.status_code, taken.json()["code"]) == (409, "segment_taken")
    assert (edited.json()["version"], late.status_code) == (2, 412)
    assert late.json()["code"] == "segment_edited_meanwhile"
    assert (member["inside"], member["rows"][0]["found"]) == (True, 0)
    assert [one["version"] for one in kept] == [2, 1]
    assert [(one["code"], one["fresh"]["members"]) for one in listed] == [("newcomers", 4)]
    assert running.json()["fresh"]["running"] is True
    assert [one["code"] for one in used] == ["others"]
    assert (in_use.json()["code"], in_use.json()["uses"][0]["code"]) == ("segment_in_use", "others")
    assert away["archived_at"]
    assert [one["code"] for one in shelf] == ["newcomers", "others"]
    assert back["archived_at"] is None


async def test_a_question_that_is_not_kept_is_counted_shown_and_explained(town: Town) -> None:
    first, second = await open_counter(town)
    about = {"tree": {"kind": "all", "of": [NEWCOMERS, {"kind": "not", "of": NEWCOMERS}]}}
    async with await town.signed_in(Role.OWNER) as owner, await guide(town) as person:
        sizes = (await owner.post("/v1/segments/sizes", json={"tree": NEWCOMERS})).json()
        own = (await person.post("/v1/segments/sizes", json={"tree": NEWCOMERS})).json()
        few = (await owner.post("/v1/segments/samples", json={"tree": NEWCOMERS})).json()
        theirs = (await person.post("/v1/segments/samples", json={"tree": NEWCOMERS})).json()
        why = await owner.post("/v1/segments/explanations", json=about | {"member_id": str(first)})
        beyond = await person.post(
            "/v1/segments/explanations", json=about | {"member_id": str(second)}
        )
        bad = await owner.post("/v1/segments/sizes", json={"tree": NEWCOMERS | {"name": "no.such"}})
        alone = await owner.post("/v1/segments/overlaps", json={"codes": ["a"]})
    assert (sizes["people"], sizes["members"], sizes["exact"]) == (4, 4, True)
    assert own["people"] == 1
    assert len(few) == 4
    assert "王**" in {one["name"] for one in few}
    assert [one["standing"]["id"] for one in theirs] == [str(first)]
    assert [row["verdict"] for row in why.json()["rows"]] == [False, True, False, True]
    assert beyond.json()["code"] == "unknown_members"
    assert (bad.json()["code"], bad.json()["faults"][0]["node"]) == ("faulty_segment", "0")
    assert (alone.json()["code"], alone.json()["least"]) == ("too_many_segments", 2)


async def test_lists_are_frozen_combined_filled_and_thinned(town: Town) -> None:
    first, _ = await open_counter(town)
    path = "/v1/segments/newcomers"
    async with await town.signed_in(Role.OWNER) as owner:
        await made(owner)
        frozen = await posted(owner, f"{path}/lists", {"code": "kept"} | NAMES)
        overlap = await owner.post("/v1/segments/overlaps", json={"codes": ["newcomers", "kept"]})
        both = {"how": "minus", "codes": ["newcomers", "kept"], "code": "rest"} | NAMES
        rest = (await posted(owner, "/v1/segments/combinations", both)).json()
        off = await posted(owner, "/v1/segments/kept/removals", {"member_ids": [str(first)]})
        file = {"content": "手机号\n13800138000\n1\n"}
        taken = (await posted(owner, "/v1/segments/kept/files", file)).json()
        raw = book(("一月", rows("手机号", "1")), ("二月", rows("手机号", "13800138000")))
        packed = {"packed": b64encode(raw).decode(), "worksheet": "二月"}
        sheet = (await posted(owner, "/v1/segments/kept/files", packed, "2")).json()
        neither = await posted(owner, "/v1/segments/kept/files", packed | file, "3")
        not_a_list = await posted(owner, f"{path}/files", file)
    assert frozen.json()["fresh"]["members"] == 4
    regions = {tuple(one["inside"]): one["members"] for one in overlap.json()["regions"]}
    assert regions == {("newcomers",): 0, ("kept",): 0, ("newcomers", "kept"): 4}
    assert rest["tree"]["of"][0] == {"kind": "segment", "code": "newcomers", "id": "0.0"}
    assert off.json() == {"members": 1}
    assert (taken["rows"], taken["added"], taken["faults"][0]["line"]) == (2, 1, 3)
    assert (sheet["worksheet"], sheet["rows"], sheet["added"]) == ("二月", 1, 0)
    assert [one["name"] for one in sheet["worksheets"]] == ["一月", "二月"]
    assert (neither.status_code, neither.json()["field"]) == (422, "content")
    assert not_a_list.json()["code"] == "segment_not_frozen"


async def test_personal_data_leaves_only_by_the_word_of_a_second_person(town: Town) -> None:
    await open_counter(town)
    path = "/v1/segments/newcomers/exports"
    other = await town.signed_in(Role.OPERATIONS)
    async with await town.signed_in(Role.OWNER) as owner, other:
        await made(owner)
        async with town.shop.begin() as tx:
            await evaluate(tx, "newcomers")
        masked = (await owner.get(path)).json()
        asked = await owner.get(f"{path}?reveal=call-back")
        approval = asked.json()["approval_id"]
        decision = {"approve": True, "reason": "ok"}
        await other.post(f"/v1/approvals/{approval}/decisions", json=decision)
        clear = (
            await owner.get(f"{path}?reveal=call-back", headers={"Approval-Id": approval})
        ).json()
        page = (await owner.get(f"{path}?limit=1")).json()
        rest = (await owner.get(f"{path}?limit=1&after={page['after']}")).json()
    assert "13800138000" not in masked["text"]
    assert asked.json()["code"] == "approval_needed"
    assert "13800138000" in clear["text"]
    assert "王小明" in clear["text"]
    assert len(page["text"].splitlines()) == 2
    assert len(rest["text"].splitlines()) == 1


async def test_every_template_can_be_applied_and_asked(town: Town) -> None:
    await open_counter(town)
    async with await town.signed_in(Role.OWNER) as owner:
        listed = (await owner.get("/v1/segments/templates")).json()
        for one in listed:
            applied = await posted(
                owner, "/v1/segments/applications", {"template": one["code"]}, one["code"]
            )
            assert applied.status_code == 201, applied.text
        other = {"template": listed[0]["code"], "code": "mine"}
        mine = await posted(owner, "/v1/segments/applications", other)
        unknown = await posted(owner, "/v1/segments/applications", {"template": "nothing"}, "none")
        kept = (await owner.get("/v1/segments")).json()["items"]
        async with town.shop.begin() as tx:
            await evaluate(tx, *[one["code"] for one in kept])
    assert [one["code"] for one in listed] == list(templates())
    assert all(one["use"] and one["use_zh"] for one in listed)
    assert mine.json()["code"] == "mine"
    assert unknown.json()["code"] == "unknown_group"
    assert len(kept) == len(listed) + 1
