"""A member comes in by themselves: work, a code, a session; and leaves for good the same way."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import altcha
import httpx
import pytest

from liuke.domains import members
from liuke.domains.access import Role
from liuke.domains.members import Enrolment, Handle, Identifying, IdentityKind
from liuke.domains.members.consent import Notice, publish_notices
from liuke.kernel.db import Database
from liuke.kernel.ids import MemberId
from liuke.kernel.settings import Settings
from liuke.surfaces.app import create_app
from liuke.surfaces.doorman import MEMBER_COOKIE
from tests.surfaces.conftest import HIGH, ORIGIN, Town

PHONE = "13800138000"
SMS = {"purpose": "marketing", "channel": "sms"}


def shop(town: Town) -> str:
    return str(town.shop.actor.merchant_id)


def phone_of(town: Town) -> httpx.AsyncClient:
    """Return a browser that keeps its cookies."""
    return town.client(origin=ORIGIN, **{"x-liuke": "1"})


def keep(browser: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
    # The cookies are Secure and the test speaks plain HTTP, so they are carried by hand.
    cookies = dict(re.findall(r"(__Host-[\w-]+)=([^;]*)", browser.headers.get("cookie", "")))
    for line in answer.headers.get_list("set-cookie"):
        name, _, value = line.partition(";")[0].partition("=")
        cookies[name] = value
    browser.headers["cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return answer


async def solved(browser: httpx.AsyncClient, town: Town) -> str:
    asked = (await browser.post("/v1/m/challenges", json={"merchant_id": shop(town)})).json()
    challenge = altcha.Challenge.from_dict(asked)
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


async def code_for(browser: httpx.AsyncClient, town: Town, phone: str = PHONE) -> str:
    wish = {
        "phone": phone, "challenge": await solved(browser, town), "merchant_id": shop(town),
    }  # fmt: skip
    answer = keep(browser, await browser.post("/v1/m/codes", json=wish))
    assert answer.status_code == 201, answer.text
    async with await town.signed_in(Role.OWNER) as owner:
        newest = (await owner.get("/v1/outbox?limit=1")).json()["items"][0]
    assert newest["receiver"] == "138****8000"
    found = re.search(r"\d{6}", newest["text"])
    assert found
    assert found[0] not in answer.text
    return found[0]


async def enter(browser: httpx.AsyncClient, town: Town, code: str, **more: Any) -> httpx.Response:
    entry = {"phone": PHONE, "code": code, "merchant_id": shop(town), **more}
    return keep(browser, await browser.post("/v1/m/sessions", json=entry))


async def charter(town: Town, version: int) -> None:
    async with town.shop.begin() as tx:
        await publish_notices(tx, [Notice("charter", version, "zh-CN", "会员章程", "……")])


@pytest.mark.inv("A8")
async def test_a_guest_joins_with_the_charter_and_what_they_ticked(town: Town) -> None:
    await charter(town, 2)
    async with phone_of(town) as browser:
        texts = (await browser.get(f"/v1/m/shop?merchant_id={shop(town)}")).json()["texts"]
        assert [(text["code"], text["version"]) for text in texts] == [("charter", 2)]
        code = await code_for(browser, town)
        needed = await enter(browser, town, code)
        old = await enter(browser, town, code, join={"charter": 1})
        joined = await enter(browser, town, code, join={"charter": 2, "agreements": [SMS]})
        again = await enter(browser, town, code, join={"charter": 2})
        me = (await browser.get("/v1/m/profile")).json()
        said = (await browser.get("/v1/m/consents")).json()
    assert (needed.status_code, needed.json()["code"]) == (409, "join_needed")
    assert (old.status_code, old.json()["version"]) == (422, 2)
    assert (joined.status_code, joined.json()["joined"]) == (201, True)
    assert (again.status_code, again.json()["code"]) == (401, "code_refused")
    assert me["phone"] == f"+86{PHONE}"
    assert {(one["purpose"], one["given"]) for one in said} == {
        ("charter", True), ("marketing", True),
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.inv("A7")
async def test_a_members_cookie_lasts_thirty_days_and_no_script_reads_it(town: Town) -> None:
    async with phone_of(town) as browser:
        code = await code_for(browser, town)
        cookie = (await enter(browser, town, code, join={})).headers["set-cookie"]
        assert cookie.startswith(f"{MEMBER_COOKIE}=")
        for attribute in ("Max-Age=2592000", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert attribute in cookie
        left = keep(browser, await browser.delete("/v1/m/sessions/current"))
        assert left.status_code == 200
        assert (await browser.get("/v1/m/profile")).status_code == 401


@pytest.mark.inv("A7")
async def test_a_write_from_another_site_is_refused(town: Town) -> None:
    async with await town.member() as mine:
        del mine.headers["x-liuke"]
        refused = await mine.put("/v1/m/consents", json=[{**SMS, "given": True}])
        assert (refused.status_code, refused.json()["code"]) == (403, "cross_site")
        mine.headers["x-liuke"] = "1"
        assert (await mine.put("/v1/m/consents", json=[{**SMS, "given": True}])).is_success


@pytest.mark.inv("A7")
async def test_another_phone_ends_every_session(town: Town) -> None:
    async with await town.member() as mine:
        me = MemberId.parse((await mine.get("/v1/m/profile")).json()["member_id"])
        async with town.shop.begin() as tx:
            handle = Handle(IdentityKind.PHONE, "13900139000")
            await members.identify(tx, [Identifying(me, handle)])
        assert (await mine.get("/v1/m/profile")).status_code == 401


@pytest.mark.inv("A8")
async def test_a_code_counts_only_in_the_browser_that_asked(town: Town) -> None:
    async with phone_of(town) as here, phone_of(town) as elsewhere:
        code = await code_for(here, town)
        stolen = await enter(elsewhere, town, code, join={})
        tries = [enter(here, town, code, join={}) for _ in range(4)]
        entered = await asyncio.gather(*tries)
    assert stolen.status_code == 401
    assert sorted(answer.status_code for answer in entered) == [201, 401, 401, 401]


@pytest.mark.slow
@pytest.mark.inv("A8")
async def test_a_challenge_is_good_for_one_code(town: Town) -> None:
    async with phone_of(town) as browser:
        wish = {"phone": PHONE, "challenge": await solved(browser, town)}
        wish["merchant_id"] = shop(town)
        answers = [await browser.post("/v1/m/codes", json=wish) for _ in range(2)]
        other = await browser.post("/v1/m/codes", json={**wish, "challenge": "e30="})
    assert [answer.status_code for answer in answers] == [201, 422]
    assert {answers[1].json()["code"], other.json()["code"]} == {"challenge_failed"}


async def test_without_an_outbox_no_code_is_sent_and_none_is_shown(
    town: Town, database: Database
) -> None:
    app = create_app(database, Settings(outbox="off"), limits=HIGH)
    shut = Town(town.shop, app)
    async with phone_of(shut) as browser, await shut.signed_in(Role.OWNER) as owner:
        wish = {"phone": PHONE, "challenge": "x", "merchant_id": shop(town)}
        refused = await browser.post("/v1/m/codes", json=wish)
        assert (refused.status_code, refused.json()["code"]) == (503, "no_messenger")
        assert (await owner.get("/v1/outbox")).status_code == 404


async def test_a_shop_that_is_not_named_must_be_the_only_one(town: Town) -> None:
    await charter(town, 1)
    async with phone_of(town) as browser:
        nowhere = await browser.get(f"/v1/m/shop?merchant_id=mch_{'0' * 32}")
        nonsense = await browser.get("/v1/m/shop?merchant_id=x")
    assert {nowhere.json()["code"], nonsense.json()["code"]} == {"no_such_shop"}


@pytest.mark.slow
async def test_a_member_is_erased_by_a_code_to_their_own_phone(town: Town) -> None:
    async with town.shop.begin() as tx:
        await members.enrol(tx, [Enrolment(phone="13900139000")])
    async with await town.member() as mine:
        stay = await mine.post("/v1/m/erasures", json={"phone": PHONE, "code": "000000"})
        code = await code_for(mine, town)
        theirs = await mine.post("/v1/m/erasures", json={"phone": "13900139000", "code": code})
        assert [stay.status_code, theirs.status_code] == [401, 401]
        gone = await mine.post("/v1/m/erasures", json={"phone": PHONE, "code": code})
        assert gone.status_code == 200, gone.text
        assert (await mine.get("/v1/m/profile")).status_code == 401
    async with town.shop.begin() as tx:
        assert await members.find_members(tx, [Handle(IdentityKind.PHONE, PHONE)]) == {}


@pytest.mark.slow
@pytest.mark.inv("A6")
async def test_a_browsers_token_that_is_none_of_ours_is_never_written_back(town: Town) -> None:
    async with phone_of(town) as browser:
        browser.headers["cookie"] = "__Host-liuke-d=x%0d%0aset-cookie:%20planted=1"
        wish = {
            "phone": PHONE, "challenge": await solved(browser, town), "merchant_id": shop(town),
        }  # fmt: skip
        answer = await browser.post("/v1/m/codes", json=wish)
    assert answer.status_code == 201
    assert re.fullmatch(r"__Host-liuke-d=[\w-]{43};[ \w=;/-]+", answer.headers["set-cookie"])
