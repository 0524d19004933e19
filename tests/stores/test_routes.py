from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from liuke.domains import access
from liuke.domains.access import Invitation, Role
from liuke.surfaces.doorman import COOKIE
from tests.conftest import Shop
from tests.surfaces.conftest import app, client, quiet, town

__all__ = ["app", "client", "quiet", "town"]


async def test_a_chain_is_laid_out_and_read_over_http(client: httpx.AsyncClient) -> None:
    plan = {
        "brands": [{"code": "tea", "name": "茶"}],
        "regions": [
            {"code": "sh", "name": "上海", "parent": "east"},
            {"code": "east", "name": "东"},
        ],
        "entities": [{"code": "co", "name": "公司"}],
    }
    assert (await client.put("/stores/plan", json=plan)).status_code == 200
    assert len((await client.get("/stores/regions")).json()) == 2
    assert (await client.get("/stores/brands")).json() == plan["brands"]
    assert (await client.get("/stores/entities")).json()[0]["code"] == "co"
    opening = {"code": "1", "name": "一", "region": "sh", "latitude": "31.2", "longitude": "121.4"}
    [placed] = (await client.put("/stores", json=[opening])).json()
    listed = (await client.get("/stores?region=east&limit=1")).json()
    assert (listed["items"][0]["id"], bool(listed["after"])) == (placed["id"], True)
    rest = await client.get(f"/stores?region=east&limit=1&after={listed['after']}")
    assert rest.json()["items"] == []
    assert (await client.get(f"/stores/{placed['id']}")).json()["brand"] is None
    assert (await client.get(f"/stores/{placed['id']}/openness")).json() == {"open": True}
    day = {"store_id": placed["id"], "day_on": "2026-10-01"}
    assert (await client.put("/stores/days", json=[day])).status_code == 200
    assert (await client.get(f"/stores/{placed['id']}/days")).json() == []  # it has passed
    far = {"store_id": placed["id"], "day_on": str((datetime.now(UTC) + timedelta(days=30)).date())}
    assert (await client.put("/stores/days", json=[far])).status_code == 200
    [kept] = (await client.get(f"/stores/{placed['id']}/days")).json()
    assert kept["day_on"] == far["day_on"]
    assert (await client.delete(f"/stores/{placed['id']}/days/{far['day_on']}")).is_success
    assert (await client.get(f"/stores/{placed['id']}/days")).json() == []
    assert (await client.get("/merchant")).json()["currency"] == "CNY"
    off = await client.put("/stores", json=[{**opening, "latitude": "99"}])
    assert off.json()["code"] == "not_on_earth"


@pytest.mark.inv("A1")
async def test_who_has_a_region_cannot_make_it_hold_more_stores(
    client: httpx.AsyncClient, shop: Shop
) -> None:
    plan = {"regions": [{"code": "east", "name": "东"}, {"code": "west", "name": "西"}]}
    await client.put("/stores/plan", json=plan)
    ours = {"code": "E", "name": "东店", "region": "east"}
    theirs = {"code": "W", "name": "西店", "region": "west"}
    await client.put("/stores", json=[ours, theirs])
    async with shop.begin() as tx:
        person = Invitation("regional", "区域运营", Role.OPERATIONS, region="east")
        (regional,) = await access.invite(tx, [person])
        token = (await access.open_session(tx, regional.staff_id)).token
    client.headers["cookie"] = f"{COOKIE}={token}"
    west_into_east = {"code": "west", "name": "西", "parent": "east"}
    refused = [
        await client.put("/stores", json=[theirs | {"region": "east"}]),
        await client.put("/stores", json=[theirs | {"name": "我的"}]),
        await client.put("/stores", json=[ours | {"region": "west"}]),
        await client.put("/stores", json=[ours, ours | {"code": "N"}]),
        await client.put("/stores/plan", json={"regions": [west_into_east]}),
    ]
    assert [answer.json()["code"] for answer in refused] == [
        "outside_stores", "outside_stores", "some_stores_only", "unknown_stores",
        "some_stores_only",
    ]  # fmt: skip
    kept = await client.put("/stores", json=[ours | {"name": "新东店"}])
    assert kept.status_code == 200
    actor = await access.by_session(shop.database, token)
    assert actor is not None
    assert len(actor.stores or ()) == 1
