"""The first run: a token shown once makes a shop, once, whoever else tries at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from liuke.domains import access
from liuke.domains.access import Invitation, Role
from liuke.kernel.actor import system
from liuke.kernel.db import Database, begin
from liuke.kernel.ids import MerchantId
from liuke.providers.postgres import Server
from liuke.surfaces.app import create_app
from tests.checkout.test_take_back import open_shop, sell
from tests.surfaces.conftest import HIGH, ORIGIN
from tests.untouched import untouched

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture(loop_scope="session")
async def empty(server: Server) -> AsyncIterator[Database]:
    async with untouched(server, "liuke_first_run") as database:
        yield database


def visitor(database: Database, **headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(database, limits=HIGH), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)


def wish(token: str, **more: Any) -> dict[str, Any]:
    return {
        "token": token, "shop": "青禾书店", "sign_in": "lin", "name": "林", "currency": "HKD",
        "password": "correct horse battery", "time_zone": "Asia/Hong_Kong",
        "store": {"name": "中环店"}, **more,
    }  # fmt: skip


@pytest.mark.inv("A15")
async def test_the_first_owner_sets_the_shop_up_once(empty: Database) -> None:
    offer = await access.offer_set_up(empty)
    assert offer is not None
    async with visitor(empty) as nobody:
        assert (await nobody.get("/v1/setups/state")).json() == {"open": True, "stays": None}
        wrong = await nobody.post("/v1/setups", json=wish("x" * 43))
        weak = await nobody.post("/v1/setups", json=wish(offer.token, password="12345678"))
        nowhere = await nobody.post("/v1/setups", json=wish(offer.token, time_zone="Mars/One"))
        tries = [nobody.post("/v1/setups", json=wish(offer.token)) for _ in range(6)]
        answers = sorted(await asyncio.gather(*tries), key=lambda answer: answer.status_code)
        again = await nobody.post("/v1/setups", json=wish(offer.token))
        assert (await nobody.get("/v1/setups/state")).json() == {"open": False, "stays": None}
    assert [weak.json()["code"], nowhere.json()["code"]] == ["weak_password", "unknown_time_zone"]
    assert [answer.status_code for answer in answers] == [201, 401, 401, 401, 401, 401]
    assert {answer.content for answer in (*answers[1:], again, wrong)} == {wrong.content}
    cookie = answers[0].headers["set-cookie"].partition(";")[0]
    async with visitor(empty, cookie=cookie) as owner:
        me = (await owner.get("/v1/me")).json()
        stores = (await owner.get("/v1/stores")).json()
    assert (me["name"], me["role"], me["merchant"]["name"]) == ("林", "owner", "青禾书店")
    assert (me["merchant"]["currency"], me["merchant"]["time_zone"]) == ("HKD", "Asia/Hong_Kong")
    assert "中环店" in str(stores)
    async with begin(empty, system(MerchantId.parse(me["merchant_id"]), "test")) as tx:
        assert (tx.currency, tx.zone.key) == ("HKD", "Asia/Hong_Kong")


@pytest.mark.inv("A15")
async def test_nobody_elses_token_sets_a_shop_up(empty: Database) -> None:
    offer = await access.offer_set_up(empty)
    assert offer is not None
    merchant_id = await access.find_ticket(empty, offer.token)
    assert merchant_id is not None
    async with begin(empty, system(merchant_id, "test")) as tx:
        (guide,) = await access.invite(tx, [Invitation("guide", "导购", Role.GUIDE)])
        (rival,) = await access.invite(tx, [Invitation("rival", "店主", Role.OWNER)])
    async with visitor(empty) as nobody:
        refused = await nobody.post("/v1/setups", json=wish(guide.token))
        pair = [nobody.post("/v1/setups", json=wish(t)) for t in (offer.token, rival.token)]
        answers = sorted(answer.status_code for answer in await asyncio.gather(*pair))
    assert refused.json()["code"] == "ticket_spent"
    assert answers == [201, 401]


async def test_what_was_sold_before_the_owner_came_stays_in_its_money_and_days(
    empty: Database,
) -> None:
    offer = await access.offer_set_up(empty)
    assert offer is not None
    merchant_id = await access.find_ticket(empty, offer.token)
    assert merchant_id is not None
    async with begin(empty, system(merchant_id, "test")) as tx:
        await sell(tx, await open_shop(tx), 9900, units={"tee": 1}, key="first")
    here = {"currency": "CNY", "time_zone": "Asia/Shanghai"}
    async with visitor(empty) as nobody:
        state = (await nobody.get("/v1/setups/state")).json()
        assert state == {"open": True, "stays": here}, "what the first run starts with"
        for field, other in (("currency", "USD"), ("time_zone", "America/New_York")):
            answer = await nobody.post(
                "/v1/setups", json=wish(offer.token, **here | {field: other})
            )
            told = answer.json()
            assert (answer.status_code, told["code"], told["field"]) == (
                422,
                "invalid_field",
                field,
            )
            assert here[field] in told["reason"]
            assert here[field] in told["reason_zh"]
        made = await nobody.post("/v1/setups", json=wish(offer.token, **here))
    assert made.status_code == 201
