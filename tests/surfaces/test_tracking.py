"""Pages and apps of any site may tell what is done there, and nothing else, with a key for that."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
from base64 import b64encode
from pathlib import Path
from typing import Any

import httpx
import pytest

from liuke.domains import access, members
from liuke.domains.access import POLICY, KeyWish, Role
from liuke.domains.members import Enrolment
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.surfaces.app import create_app
from liuke.surfaces.routes import collect_routes, public_path
from tests.surfaces.conftest import HIGH, Town
from tests.surfaces.samples import BROKEN

VIEWED = {"event": "Product Viewed", "anonymousId": "a", "properties": {"product_id": "p1"}}
COUNT = Sql[int]("SELECT COUNT(*) AS count FROM analytics_behaviour")
OWNERS = Sql[MemberId]("SELECT DISTINCT member_id FROM analytics_behaviour")
ROOT = Path(__file__).parent.parent.parent
PATHS = ("/v1/track", "/v1/identify", "/v1/page", "/v1/screen", "/v1/batch")


async def write_key(town: Town, *scopes: str) -> str:
    async with town.shop.begin() as tx:
        (made,) = await access.make_keys(tx, [KeyWish("site", scopes or ("behaviour.write",))])
    return made.key


def basic(key: str, password: str = "") -> dict[str, str]:
    return {"authorization": "Basic " + b64encode(f"{key}:{password}".encode()).decode()}


async def kept(town: Town) -> int:
    async with town.shop.begin() as tx:
        return await tx.row(COUNT) or 0


async def tell(town: Town, path: str = "/v1/track", **given: Any) -> httpx.Response:
    async with town.client() as page:
        return await page.post(path, **given)


async def test_a_key_may_come_in_three_ways(town: Town) -> None:
    key = await write_key(town)
    beacon = json.dumps({**VIEWED, "writeKey": key}).encode()
    answers = [
        await tell(town, json=VIEWED, headers=basic(key)),
        await tell(town, json=VIEWED, headers={"authorization": f"Bearer {key}"}),
        await tell(town, content=beacon, headers={"content-type": "text/plain"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].json() == {
        "accepted": 1, "duplicates": 0, "refused": [], "refusedCount": 0, "success": True,
    }  # fmt: skip
    assert await kept(town) == 3


@pytest.mark.inv("A1")
async def test_what_is_no_key_is_refused_wherever_it_stands(town: Town) -> None:
    key = await write_key(town)
    for headers, body in (
        ({}, VIEWED),
        ({}, {**VIEWED, "writeKey": key + "x"}),
        ({}, {**VIEWED, "writeKey": 7}),
        (basic(key, "password"), VIEWED),
        (basic(key[:-1]), VIEWED),
        ({"authorization": "Basic !"}, VIEWED),
        ({"authorization": f"Token {key}"}, {**VIEWED, "writeKey": key}),
    ):
        answer = await tell(town, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert await kept(town) == 0


@pytest.mark.inv("A1")
async def test_a_write_key_opens_nothing_but_telling(town: Town) -> None:
    key = await write_key(town)
    async with town.client(authorization=f"Bearer {key}") as page:
        for route in collect_routes():
            if route.may != "behaviour.write":
                answer = await page.request(route.method, public_path(route).replace("{", "x"))
                assert answer.status_code in {403, 404, 405}, route.path
                assert "access-control-allow-origin" not in answer.headers
    assert set(access.held_by_key(("behaviour.*",))) == {"behaviour.write"}
    for role in set(Role) - {Role.INTEGRATOR}:
        assert not access.held_by(role) & {"behaviour.write", "behaviour.identify"}


@pytest.mark.inv("A1")
async def test_a_key_in_basic_or_a_body_counts_on_these_paths_alone(town: Town) -> None:
    key = await write_key(town, *[name for name, roles in POLICY.items() if "I" in roles])
    async with town.client(**basic(key)) as page:
        assert (await page.get("/v1/products")).status_code == 401
    body = {"writeKey": key}
    assert (await tell(town, "/v1/members", json=body)).status_code == 401


async def test_a_page_of_another_site_may_ask_and_read_the_answer(town: Town) -> None:
    key = await write_key(town)
    asked = {"origin": "https://shop.cn", "access-control-request-method": "POST",
             "access-control-request-headers": "authorization"}  # fmt: skip
    async with town.client() as page:
        for path in PATHS:
            may = await page.options(path, headers=asked)
            assert may.status_code == 204
            assert may.headers["access-control-allow-origin"] == "*"
            assert "authorization" in may.headers["access-control-allow-headers"]
            assert "access-control-allow-credentials" not in may.headers
        told = await page.post(
            "/v1/track", json=VIEWED, headers={**basic(key), "origin": "https://shop.cn"}
        )
        refused = await page.post("/v1/track", json=VIEWED, headers=basic("x"))
        elsewhere = await page.options("/v1/members", headers=asked)
    for answer in (told, refused):
        assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in elsewhere.headers


async def test_each_path_takes_its_own_kind(town: Town) -> None:
    key = basic(await write_key(town))
    told = {
        "/v1/track": VIEWED,
        "/v1/page": {"anonymousId": "a", "name": "Home"},
        "/v1/screen": {"anonymousId": "a", "name": "Cart"},
        "/v1/identify": {"userId": "u", "anonymousId": "a"},
        "/v1/batch": {"batch": [{"type": "track", **VIEWED}, {"type": "alias"}]},
    }
    answers = [await tell(town, path, json=body, headers=key) for path, body in told.items()]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert answers[-1].json()["refused"][0]["index"] == 1
    wrong = await tell(town, "/v1/page", json={"type": "track", **VIEWED}, headers=key)
    assert wrong.status_code == 422
    assert wrong.json()["refused"] == [
        {
            "index": 0, "field": "type", "reason": "this address takes page",
            "reason_zh": "这个地址只收 page",
        }
    ]  # fmt: skip


@pytest.mark.inv("I1")
async def test_requests_at_once_share_transactions_and_keep_each_message_once(town: Town) -> None:
    key = basic(await write_key(town))
    bodies = [
        {"batch": [{"type": "track", **VIEWED, "messageId": f"m{n % 40}"} for n in range(s, s + 9)]}
        for s in range(60)
    ]
    async with town.client(**key) as page:
        answers = await asyncio.gather(*(page.post("/v1/batch", json=body) for body in bodies))
    assert {answer.status_code for answer in answers} == {200}
    assert sum(answer.json()["accepted"] for answer in answers) == 40
    assert await kept(town) == 40


@pytest.mark.inv("C7")
async def test_no_body_is_a_fault_of_ours(town: Town) -> None:
    key = basic(await write_key(town))
    async with town.client(**key) as page:
        for path in PATHS:
            for body in (*BROKEN, b'{"batch":5}', b'{"batch":[1]}', b"[" * 100_000):
                answer = await page.post(path, content=body)
                assert 400 <= answer.status_code < 500, (path, body[:40], answer.text)
        huge = await page.post("/v1/batch", content=b'{"batch":[' + b"1," * 600_000 + b"1]}")
    assert huge.status_code == 413
    assert await kept(town) == 0


@pytest.mark.inv("A12")
async def test_a_flood_with_a_public_key_stops_at_its_own_address(town: Town) -> None:
    key, server = basic(await write_key(town)), await write_key(town, "catalog.read")
    town.app = create_app(town.shop.database, limits=HIGH | {"browser": 3})
    answers = [await tell(town, json=VIEWED, headers=key) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].headers["access-control-allow-origin"] == "*"
    assert int(answers[-1].headers["retry-after"]) > 0
    async with town.client(authorization=f"Bearer {server}") as till:
        assert (await till.get("/v1/products")).status_code == 200


def examples() -> list[tuple[str, str]]:
    """Return the calls of the guide, each with the answer written below it."""
    text = (ROOT / "docs/guide/events.md").read_text("utf-8")
    blocks = re.findall(r"```sh\n(curl .*?)\n# (.*?)\n```", text, re.DOTALL)
    assert len(blocks) == text.count("curl -s ")
    return blocks


async def test_the_examples_of_the_guide_answer_what_it_says(town: Town) -> None:
    async with town.shop.begin() as tx:
        (enrolled,) = await members.enrol(tx, [Enrolment(source="shop", external_id="1001")])
        public, server = await access.make_keys(
            tx,
            [
                KeyWish("page", ("behaviour.write",)),
                KeyWish("server", ("behaviour.write", "behaviour.identify")),
            ],
        )
    known = {
        "$WRITE_KEY": public.key, "$SERVER_KEY": server.key, "$MEMBER": str(enrolled.member_id),
    }  # fmt: skip
    for command, expected in examples():
        for name, value in known.items():
            command = command.replace(name, value)  # noqa: PLW2901 - filled in as a shell would
        _, _, address, _, user, _, body = shlex.split(command)
        path = address.removeprefix("$B")
        answer = await tell(town, path, content=body, headers=basic(user.removesuffix(":")))
        assert f"{answer.status_code} {answer.text}" == expected
    async with town.shop.begin() as tx:
        owners = await tx.rows(OWNERS)
    assert owners == [enrolled.member_id]
