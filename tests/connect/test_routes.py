"""Files over HTTP: as a browser sends them, by whoever may."""

from __future__ import annotations

import csv
from base64 import b64encode
from typing import Any

import httpx
import pytest

from liuke.domains import stores
from liuke.domains.access import KeyWish, Role, make_keys
from liuke.domains.points import BookSpec
from tests import make
from tests.connect.test_workbook import packed
from tests.connect.test_workbook_sheets import book, rows
from tests.coupons.templates import cash
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

PEOPLE = "会员编号,姓名,手机\nA1,王小明,13800138001\nA2,坏,12\n"


def given(**more: Any) -> dict[str, Any]:
    return {"sheet": "members", "file": "会员.csv", "content": PEOPLE} | more


def keyed(name: str) -> dict[str, str]:
    return {"idempotency-key": name}


async def test_a_file_is_rehearsed_imported_once_and_its_faults_are_listed(town: Town) -> None:
    async with await town.signed_in(Role.OPERATIONS) as client:
        outlook = (await client.post("/v1/imports/rehearsals", json=given())).json()
        assert (outlook["taken"], outlook["refused"]) == (1, 1)
        assert outlook["columns"] == {"external_id": "会员编号", "name": "姓名", "phone": "手机"}
        assert (await client.get("/v1/exports/members")).json()["text"].count("\r\n") == 1
        done = await client.post("/v1/imports", json=given(), headers=keyed("1"))
        again = await client.post("/v1/imports", json=given(), headers=keyed("2"))
        assert (done.status_code, done.json()["already"], again.json()["already"]) == (201, 0, 2)
        assert done.json() | {"already": 2} == again.json()
        place = f"/v1/imports/{done.json()['id']}"
        assert (await client.get(place)).json()["taken"] == 1
        (fault,) = (await client.get(f"{place}/faults")).json()["items"]
        assert (fault["line"], fault["column"]) == (3, "phone")
        assert len((await client.get("/v1/imports")).json()["items"]) == 1


async def test_names_go_out_masked_unless_a_second_person_agrees(town: Town) -> None:
    async with await town.signed_in(Role.OPERATIONS) as client:
        await client.post("/v1/imports", json=given(), headers=keyed("1"))
        masked = (await client.get("/v1/exports/members")).json()
        assert "A1" in masked["text"]
        assert "王小明" not in masked["text"]
        asked = await client.get("/v1/exports/members?reveal=搬家")
        assert (asked.status_code, asked.json()["code"]) == (409, "approval_needed")


async def test_columns_of_a_sheet_include_what_the_merchant_declared(town: Town) -> None:
    async with await town.signed_in(Role.AUDITOR) as client:
        sheets = {one["name"] for one in (await client.get("/v1/sheets")).json()}
        assert sheets >= {"members", "products", "balances", "orders"}
        columns = (await client.get("/v1/sheets/members")).json()["columns"]
        assert "profile.birthday" in {column["name"] for column in columns}
        assert (await client.post("/v1/imports/rehearsals", json=given())).status_code == 403


@pytest.mark.inv("A1")
async def test_an_import_gives_nobody_a_right_they_lack(town: Town) -> None:
    async with await town.keyed("connect.import") as program:
        refused = await program.post("/v1/imports/rehearsals", json=given())
    assert (refused.status_code, refused.json()["permission"]) == (403, "members.enrol")
    async with town.shop.begin() as tx:
        await make.store(tx, "S2")
        (store,) = (await stores.store_ids(tx, ["S2"])).values()
        wish = KeyWish("branch", ("connect.import", "members.enrol"), (store,))
        (key,) = await make_keys(tx, [wish])
    async with town.client(authorization=f"Bearer {key.key}") as branch:
        refused = await branch.post("/v1/imports/rehearsals", json=given())
    assert refused.json()["code"] == "whole_merchant_only"


async def test_more_rows_than_a_request_carries_are_refused(town: Town) -> None:
    content = "product\n" + "".join(f"P{n}\n" for n in range(2_001))
    async with await town.signed_in(Role.OPERATIONS) as client:
        body = given(sheet="products", content=content)
        refused = await client.post("/v1/imports/rehearsals", json=body)
        assert (refused.json()["code"], refused.json()["rows"]) == ("too_many_rows", 2_001)
        refused = await client.post("/v1/imports/rehearsals", json=given(file="../../etc/x"))
        assert refused.status_code == 422


async def test_a_workbook_comes_as_base64_and_one_of_both_is_given(town: Town) -> None:
    raw = packed('<row r="2"><c r="A2" t="str"><v>A1</v></c><c r="B2"><v>13800138001</v></c></row>')
    body = given(
        file="会员.xlsx", content="", packed=b64encode(raw).decode(), columns={"b": "phone"}
    )
    async with await town.signed_in(Role.OPERATIONS) as client:
        outlook = (await client.post("/v1/imports/rehearsals", json=body)).json()
        assert (outlook["taken"], outlook["columns"]["phone"]) == (1, "b")
        done = await client.post("/v1/imports", json=body, headers=keyed("1"))
        assert done.json()["taken"] == 1
        for wrong in (given(packed="UEsDBA=="), given(content="")):
            refused = await client.post("/v1/imports/rehearsals", json=wrong)
            assert (refused.status_code, refused.json()["field"]) == (422, "content")


async def test_a_workbook_s_sheets_are_listed_and_each_is_an_import_of_its_own(town: Town) -> None:
    one = rows("编号 手机", "A1 13800138001", "A2 13800138002")
    raw = book(("一月", one), ("二月", rows("外部编号 手机", "A3 13800138003")))
    body = given(file="会员.xlsx", content="", packed=b64encode(raw).decode())
    async with await town.signed_in(Role.OPERATIONS) as client:
        listed = await client.post("/v1/imports/worksheets", json={"packed": body["packed"]})
        assert listed.json() == [{"name": "一月", "rows": 2}, {"name": "二月", "rows": 1}]
        outlook = (await client.post("/v1/imports/rehearsals", json=body)).json()
        assert (outlook["worksheet"], outlook["worksheets"]) == ("一月", listed.json())
        first = (await client.post("/v1/imports", json=body, headers=keyed("1"))).json()
        second = body | {"worksheet": "二月"}
        seen = (await client.post("/v1/imports/rehearsals", json=second)).json()["columns"]
        assert seen == {"external_id": "外部编号", "phone": "手机"}
        other = (await client.post("/v1/imports", json=second, headers=keyed("2"))).json()
        assert (first["worksheet"], first["taken"]) == ("一月", 2)
        assert (other["worksheet"], other["taken"], other["already"]) == ("二月", 1, 0)
        assert other["id"] != first["id"]
        again = (await client.post("/v1/imports", json=second, headers=keyed("3"))).json()
        assert (again["id"], again["already"]) == (other["id"], 1)
        unknown = body | {"worksheet": "三月"}
        refused = await client.post("/v1/imports/rehearsals", json=unknown)
        assert (refused.json()["code"], refused.json()["known"]) == (
            "unknown_worksheet",
            ["一月", "二月"],
        )


async def test_faults_of_a_part_stand_on_the_lines_of_the_whole_file(town: Town) -> None:
    async with await town.signed_in(Role.OPERATIONS) as client:
        outlook = await client.post("/v1/imports/rehearsals", json=given(before=4_000))
        assert [fault["line"] for fault in outlook.json()["faults"]] == [4_003]
        done = await client.post("/v1/imports", json=given(before=4_000), headers=keyed("1"))
        listed = await client.get(f"/v1/imports/{done.json()['id']}/faults")
        assert [fault["line"] for fault in listed.json()["items"]] == [4_003]
        open_quote = given(before=4_000, content='编号\n1\n"2\n')
        refused = await client.post("/v1/imports/rehearsals", json=open_quote)
        assert (refused.json()["code"], refused.json()["line"]) == ("unreadable_file", 4_003)


HALVES = "会员编号,账本,积分\nA1,stars,5001\nA2,stars,5001\n"


def balances(**more: Any) -> dict[str, Any]:
    return {"sheet": "balances", "file": "积分.csv", "content": HALVES} | more


async def with_members(town: Town, client: httpx.AsyncClient) -> None:
    async with town.shop.begin() as tx:
        await make.programme(tx, BookSpec(code="stars"))
    people = given(content="会员编号,姓名\nA1,王小明\nA2,李雷\n")
    assert (await client.post("/v1/imports", json=people, headers=keyed("m"))).status_code == 201


async def stars(client: httpx.AsyncClient) -> list[str]:
    found = (await client.get("/v1/exports/balances")).json()["text"]
    return sorted(row["points"] for row in csv.DictReader(found.splitlines()))


@pytest.mark.inv("A11")
async def test_points_that_a_whole_file_gives_above_the_limit_wait_for_a_second_person(
    town: Town,
) -> None:
    async with (
        await town.signed_in(Role.OPERATIONS) as one,
        await town.signed_in(Role.OPERATIONS) as two,
    ):
        await with_members(town, one)
        asked = await one.post("/v1/imports", json=balances(), headers=keyed("1"))
        assert (asked.status_code, asked.json()["code"]) == (409, "approval_needed")
        assert (asked.json()["amount"], asked.json()["limit"]) == (10_002, 10_000)
        assert await stars(one) == []
        assert len((await one.get("/v1/imports")).json()["items"]) == 1
        (question,) = (await two.get("/v1/approvals?state=pending")).json()["items"]
        assert (question["subject"], question["after"]) == ("import:balances", {"stars": 10_002})
        assert (question["payload"]["file"], question["payload"]["rows"]) == ("积分.csv", 2)
        said = {"approve": True, "reason": "核对过旧系统"}
        await two.post(f"/v1/approvals/{question['id']}/decisions", json=said)
        approved = keyed("2") | {"approval-id": question["id"]}
        other = balances(content=HALVES.replace("A2", "A1"))
        refused = await one.post("/v1/imports", json=other, headers=approved)
        assert refused.json()["code"] == "approval_unusable"
        done = await one.post("/v1/imports", json=balances(), headers=approved)
        assert (done.status_code, done.json()["taken"]) == (201, 2)
        assert await stars(one) == ["5001", "5001"]
        again = await one.post("/v1/imports", json=balances(), headers=keyed("3"))
        assert (again.status_code, again.json()["already"]) == (201, 2)


@pytest.mark.inv("A11")
async def test_a_file_below_the_limit_comes_in_at_once_and_faulty_rows_weigh_nothing(
    town: Town,
) -> None:
    async with await town.signed_in(Role.OPERATIONS) as client:
        await with_members(town, client)
        content = HALVES.replace("A2,stars,5001", "A2,stars,4999\nA2,stars,9000.5")
        done = await client.post("/v1/imports", json=balances(content=content), headers=keyed("1"))
        assert (done.status_code, done.json()["taken"], done.json()["refused"]) == (201, 2, 1)
        assert await stars(client) == ["4999", "5001"]


@pytest.mark.inv("A11")
async def test_coupons_that_a_whole_file_gives_above_the_limit_wait_for_a_second_person(
    town: Town,
) -> None:
    async with await town.signed_in(Role.OPERATIONS) as client:
        await with_members(town, client)
        async with town.shop.begin() as tx:
            await make.programme(tx, cash(), code="coupons")
        head, over = "券模板,会员编号,券编号,状态,有效期至\n", "ten,A1,old,已过期,2024-01-01\n"
        lines = [f"ten,A1,{n},未使用,2199-05-03\n" for n in range(1_001)]
        given = {"sheet": "coupons", "file": "券.csv", "content": head + over + "".join(lines)}
        asked = await client.post("/v1/imports", json=given, headers=keyed("1"))
        assert (asked.json()["code"], asked.json()["amount"]) == ("approval_needed", 1_001)
        given["content"] = head + over + "".join(lines[:1_000])
        done = await client.post("/v1/imports", json=given, headers=keyed("2"))
        assert (done.status_code, done.json()["taken"]) == (201, 1_001)
    async with await town.keyed("connect.*") as program:
        refused = await program.post("/v1/imports/rehearsals", json=given)
    assert (refused.status_code, refused.json()["permission"]) == (403, "coupons.issue")


async def test_a_program_that_posts_points_may_bring_them_in_a_file_too(town: Town) -> None:
    async with (
        await town.signed_in(Role.OPERATIONS) as client,
        await town.keyed("connect.*", "points.*") as program,
    ):
        await with_members(town, client)
        done = await program.post("/v1/imports", json=balances(), headers=keyed("1"))
        assert (done.status_code, done.json()["taken"]) == (201, 2)
