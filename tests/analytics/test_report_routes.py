"""Reports over HTTP: what a shop sold, asked by people of every role, and saved."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from liuke.domains import analytics, checkout
from liuke.domains.access import Role
from liuke.domains.analytics.reports.weekly import WeekWish, collect
from liuke.domains.analytics.seat import seat
from liuke.domains.analytics.turn import turn
from liuke.domains.checkout import Comeback, Units
from tests.analytics.lakes import furnished
from tests.checkout.test_counter_routes import guide, open_counter, sale
from tests.surfaces.conftest import Town, app, quiet, town

pytestmark = pytest.mark.slow

__all__ = ["app", "quiet", "town"]


@pytest_asyncio.fixture
async def sold(town: Town, tmp_path: Path) -> AsyncIterator[Town]:
    """Sell to two members and a guest in two stores, and take one unit back."""
    first, second = await open_counter(town)
    async with town.shop.begin() as tx:
        one, *_ = await checkout.commit(
            tx,
            [
                sale(first, "1", 17600, "S1", tee=2),
                sale(None, "2", 4500, "S1", cap=1),
                sale(second, "3", 4500, "S2", cap=1),
            ],
        )
        await checkout.take_back(tx, [Comeback(one.id, "r", (Units(0, 0),), "", tx.now)])
    with furnished(tmp_path, town.shop.database):
        await analytics.export(town.shop.database, town.shop.actor.merchant_id)
        yield town


async def asked(client: httpx.AsyncClient, path: str, body: Any) -> Any:
    """Ask, and return what is answered."""
    answer = await client.post(f"/v1/reports/{path}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def row_of(answer: Any, place: int = 0) -> dict[str, Any]:
    """Return a row by column."""
    names = [column["code"] for column in answer["columns"]]
    return dict(zip(names, answer["rows"][place], strict=True))


async def test_sales_are_those_of_home_and_of_the_till(sold: Town) -> None:
    owner = await sold.signed_in(Role.OWNER)

    answer = await asked(owner, "sales", {"parameters": {"grain": "day"}})

    row = row_of(answer)
    assert (row["sales_minor"], row["orders"], row["buyers"]) == (26_600, 3, 2)
    assert (row["member_sales_minor"], row["member_share_bp"]) == (22_100, 8_308)
    assert row["refund_minor"] == 8_800
    assert answer["as_of"]
    assert answer["parameters"]["grain"] == "day"


async def sold_since(sold: Town) -> None:
    """Sell something that the lake does not know yet."""
    async with sold.shop.begin() as tx:
        await checkout.commit(tx, [sale(None, "9", 4500, "S1", cap=1)])


async def test_who_asks_for_now_finds_what_was_sold_a_moment_ago(sold: Town) -> None:
    owner = await sold.signed_in(Role.OWNER)
    await sold_since(sold)

    before = await asked(owner, "sales", {})
    now = await asked(owner, "sales", {"now": True})
    after = await asked(owner, "sales", {})

    assert [row_of(one)["orders"] for one in (before, now, after)] == [3, 4, 4]
    assert before["as_of"] < now["as_of"] == after["as_of"]


async def test_nobody_waits_for_an_export_that_takes_long_and_it_goes_on(
    sold: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await sold.signed_in(Role.OWNER)
    await sold_since(sold)
    monkeypatch.setattr("liuke.domains.analytics.reports.ask.WAIT_SECONDS", 0.0)

    async with turn(sold.shop.database, sold.shop.actor.merchant_id):
        now = await asked(owner, "sales", {"now": True})
    await seat().flights[sold.shop.actor.merchant_id].going.over()

    assert row_of(now)["orders"] == 3
    assert row_of(await asked(owner, "sales", {}))["orders"] == 4


async def test_a_guide_sees_the_own_store_and_no_report_of_the_whole_shop(sold: Town) -> None:
    person = await guide(sold)

    listed = (await person.get("/v1/reports")).json()
    mine = row_of(await asked(person, "channels", {}))
    whole = await person.post("/v1/reports/coupons", json={})

    assert mine["sales_minor"] == 22_100
    assert "coupons" not in {one["code"] for one in listed["reports"]}
    assert whole.status_code == 403
    assert whole.json()["code"] == "whole_shop_only"


async def test_a_guide_finds_behind_a_point_only_members_of_the_own_store(sold: Town) -> None:
    person, owner = await guide(sold), await sold.signed_in(Role.OWNER)
    point = {"point": {"category": row_of(await asked(owner, "categories", {}))["category"]}}

    everybody = await asked(owner, "categories/members", point)
    own = await asked(person, "categories/members", point)

    assert everybody["total"] > own["total"] == 1
    assert own["items"][0]["phone"] == "138****8000"


async def test_members_behind_a_point_come_page_by_page(sold: Town) -> None:
    owner = await sold.signed_in(Role.OWNER)
    point = {"point": {"visits": 1}, "limit": 1}

    first = await asked(owner, "repurchase/members", point)
    second = await asked(owner, "repurchase/members", {**point, "after": first["after"]})

    assert first["total"] == second["total"] == 2
    assert first["items"][0]["id"] < second["items"][0]["id"]
    assert second["after"] is None
    everybody = await asked(owner, "repurchase/member-ids", {"point": {"visits": 1}})
    assert everybody["items"] == [first["items"][0]["id"], second["items"][0]["id"]]


async def test_a_point_becomes_a_segment_of_who_is_behind_it(sold: Town) -> None:
    owner = await sold.signed_in(Role.OWNER)
    point = {"point": {"store": "S1"}}

    told = await asked(owner, "stores/conditions", point)
    wish = {"code": "s1", "name": "S1", "name_zh": "S1", "tree": told["tree"]}
    made = await owner.post("/v1/segments", json=wish, headers={"Idempotency-Key": "s1"})
    sizes = await owner.post("/v1/segments/sizes", json={"tree": made.json()["tree"]})

    behind = await asked(owner, "stores/members", point)
    assert sizes.json()["members"] == behind["total"] == 1


async def test_a_point_that_is_no_question_says_why(sold: Town) -> None:
    owner = await sold.signed_in(Role.OWNER)

    told = await asked(owner, "rfm/conditions", {"point": {"recency": 5, "frequency": 5}})
    wide = await asked(owner, "rfm/conditions", {"point": {"recency": 5}})

    assert told["tree"] is None
    assert "everybody" in told["why"]
    assert told["why_zh"].endswith("。")
    assert wide["tree"] is None
    assert "several points" in wide["why"]


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("nothing", {}, 404, None),
        ("sales", {"parameters": {"grain": "year"}}, 422, "grain"),
        ("sales", {"parameters": {"since_on": "soon"}}, 422, "since_on"),
        ("points_flow", {"store_ids": ["sto_" + "0" * 31 + "1"]}, 422, "store_ids"),
        ("sales/members", {"point": {}}, 422, "point"),
        ("sales/files", {"format": "doc"}, 422, "format"),
    ],
)
async def test_what_no_report_answers_is_refused_by_field(
    sold: Town, path: str, body: Any, status: int, field: str | None
) -> None:
    owner = await sold.signed_in(Role.OWNER)

    refused = await owner.post(f"/v1/reports/{path}", json=body)

    assert refused.status_code == status, refused.text
    assert refused.json().get("field") == field


@pytest.mark.parametrize("role", [Role.SERVICE, Role.INTEGRATOR])
async def test_who_has_no_right_to_reports_is_refused(sold: Town, role: Role) -> None:
    if role is Role.INTEGRATOR:
        client = await sold.keyed("members.read")
    else:
        client = await sold.signed_in(role)

    assert (await client.post("/v1/reports/sales", json={})).status_code == 403
    assert (await client.get("/v1/reports")).status_code == 403


async def test_a_file_has_every_row_in_words_and_no_formula(sold: Town) -> None:
    owner = await sold.signed_in(Role.OWNER)

    csv = await asked(owner, "newcomers/files", {"format": "csv", "language": "zh"})
    book = await asked(owner, "newcomers/files", {"format": "xlsx", "language": "en"})

    text = base64.b64decode(csv["content"]).decode("utf-8-sig")
    assert text.splitlines()[0] == "起始日,买家,购买会员,销售额,订单数,客单价"
    assert ",新客,2,221.00,2,110.50" in text
    assert csv["name"].endswith(".csv")
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(book["content"]))) as packed:
        words = packed.read("xl/sharedStrings.xml").decode()
        cells = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "Buying members" in words
    assert "COUNT(DISTINCT member_id)" in words
    assert "<v>221</v>" in cells
    assert "<f>" not in cells


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_week_is_printed(sold: Town, language: str) -> None:
    owner = await sold.signed_in(Role.OWNER)
    async with sold.shop.begin() as tx:
        today = tx.today.isoformat()
        assert (await collect(tx, WeekWish())).as_of.tzinfo is tx.zone

    wish = {"day": today, "language": language}
    printed = await asked(owner, "weekly/files", wish)

    content = base64.b64decode(printed["content"])
    assert content.startswith(b"%PDF-")
    drawn = set(re.findall(rb"/BaseFont /(\S+)", content)) - {b"Helvetica"}  # every PDF names it
    assert drawn
    assert all(name.endswith(b"+WenQuanYiMicroHei-0") for name in drawn)
    assert content.count(b"/FontFile2") == len(drawn)
    assert len(content) < 200_000
    assert printed["media_type"] == "application/pdf"


async def test_the_catalogue_defines_every_metric_it_shows(sold: Town) -> None:
    owner = await sold.signed_in(Role.OWNER)

    listed = (await owner.get("/v1/reports")).json()

    known = {metric["code"] for metric in listed["metrics"]}
    shown = {
        column["code"]
        for one in listed["reports"]
        for column in one["columns"]
        if column["role"] == "metric"
    }
    assert len(listed["reports"]) == 24
    assert shown <= known
    assert all(m["definition"] and m["definition_zh"] for m in listed["metrics"])
