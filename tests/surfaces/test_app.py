"""The application answers every request with a value or a problem, a keyed one only once."""

from __future__ import annotations

import asyncio
from collections import Counter

import httpx
import pytest

from liuke.domains.access import Role
from liuke.domains.points import BookSpec
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import get, post
from liuke.surfaces.app import create_app
from tests import make
from tests.surfaces.conftest import HIGH, Town

GATE: dict[str, asyncio.Event] = {}
DRAFT = [{"document": {"code": "spring", "name": "Spring", "name_zh": "春"}}]


class Thing(Value, frozen=True):
    name: str


@post("/things", may="access.self", key=True)
async def add_thing(tx: Tx, data: Thing) -> Thing:  # noqa: ARG001 - a route takes its transaction
    """Wait for the gate, then add."""
    GATE["reached"].set()
    await GATE["open"].wait()
    return data


@get("/things/broken", may="access.self")
async def break_thing(tx: Tx) -> Thing:
    """Fail as a bug does."""
    raise LookupError(f"13800138000 of {tx.actor.name}")


async def drafts(client: httpx.AsyncClient) -> int:
    return len((await client.get("/v1/programmes/versions")).json()["items"])


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


async def test_a_person_who_signed_in_is_told_who_they_are(town: Town) -> None:
    async with await town.signed_in(Role.OWNER) as owner:
        answer = await owner.get("/v1/me")
    assert answer.status_code == 200, answer.text
    assert answer.json()["role"] == "owner"
    assert "programme.publish" in answer.json()["permissions"]


async def test_nobody_gets_a_problem_and_no_more(town: Town) -> None:
    async with town.client() as nobody:
        answer = await nobody.get("/v1/me")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthenticated"
    assert answer.json()["title_zh"] == "请先登录。"


async def test_a_key_may_what_its_scopes_say(town: Town) -> None:
    async with await town.keyed("programme.read") as till:
        assert (await till.get("/v1/programmes/versions")).status_code == 200
        refused = await till.post("/v1/programmes/drafts", json=[])
    assert refused.status_code == 403
    assert refused.json()["permission"] == "programme.edit"


@pytest.mark.inv("I1")
async def test_twenty_at_once_with_one_key_have_one_effect_and_one_answer(town: Town) -> None:
    async with await town.signed_in(Role.OWNER) as owner:
        send = owner.post("/v1/programmes/drafts", json=DRAFT, headers=keyed("a"))
        rest = [
            owner.post("/v1/programmes/drafts", json=DRAFT, headers=keyed("a")) for _ in range(19)
        ]
        answers = await asyncio.gather(send, *rest)
        again = await owner.post("/v1/programmes/drafts", json=DRAFT, headers=keyed("a"))
        assert await drafts(owner) == 1
    counts = Counter(answer.status_code for answer in answers)
    assert set(counts) <= {201, 409}
    done = [answer for answer in answers if answer.status_code == 201]
    assert {answer.content for answer in done} == {again.content}
    assert sum("idempotent-replayed" not in answer.headers for answer in done) == 1
    assert again.headers["idempotent-replayed"] == "true"
    assert again.status_code == 201


@pytest.mark.inv("I1")
async def test_a_key_used_for_another_body_is_refused(town: Town) -> None:
    other = [{"document": {"code": "autumn", "name": "Autumn", "name_zh": "秋"}}]
    async with await town.signed_in(Role.OWNER) as owner:
        await owner.post("/v1/programmes/drafts", json=DRAFT, headers=keyed("b"))
        answer = await owner.post("/v1/programmes/drafts", json=other, headers=keyed("b"))
        assert await drafts(owner) == 1
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")


@pytest.mark.inv("I1")
async def test_a_key_whose_first_request_is_being_answered_waits(town: Town) -> None:
    GATE.update(reached=asyncio.Event(), open=asyncio.Event())
    town.app = create_app(town.shop.database, routes=[add_thing], limits=HIGH)
    async with await town.signed_in(Role.OWNER) as owner:
        first = asyncio.create_task(
            owner.post("/v1/things", json={"name": "x"}, headers=keyed("c"))
        )
        await asyncio.wait_for(GATE["reached"].wait(), 60)
        second = await owner.post("/v1/things", json={"name": "x"}, headers=keyed("c"))
        GATE["open"].set()
        answered = await first
        third = await owner.post("/v1/things", json={"name": "x"}, headers=keyed("c"))
    assert (second.status_code, second.json()["code"]) == (409, "key_in_flight")
    assert answered.status_code == third.status_code == 201
    assert answered.content == third.content


@pytest.mark.inv("I1")
@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": ""}, {"Idempotency-Key": "x" * 256}])
async def test_a_write_that_needs_a_key_is_refused_without(
    town: Town, headers: dict[str, str]
) -> None:
    async with await town.signed_in(Role.OWNER) as owner:
        answer = await owner.post("/v1/programmes/drafts", json=DRAFT, headers=headers)
        assert await drafts(owner) == 0
    assert (answer.status_code, answer.json()["code"]) == (400, "key_missing")


@pytest.mark.inv("I1")
async def test_a_key_belongs_to_the_client_who_made_it(town: Town) -> None:
    async with await town.signed_in(Role.OWNER) as one, await town.signed_in(Role.OWNER) as two:
        await one.post("/v1/programmes/drafts", json=DRAFT, headers=keyed("d"))
        answer = await two.post("/v1/programmes/drafts", json=DRAFT, headers=keyed("d"))
        assert await drafts(one) == 2
    assert "idempotent-replayed" not in answer.headers


@pytest.mark.inv("I1")
async def test_a_key_is_for_one_endpoint_and_one_thing_there(town: Town) -> None:
    async with town.shop.begin() as tx:
        (one,) = await make.members(tx)
        await make.programme(tx, BookSpec(code="stars"))
    async with await town.signed_in(Role.OWNER) as owner:
        body = [{"member_id": str(one), "book": "stars", "cause": "a", "points": 5}]
        await owner.post("/v1/programmes/drafts", json=DRAFT, headers=keyed("f"))
        posted = await owner.post("/v1/points/entries", json=body, headers=keyed("f"))
        balances = await owner.get(f"/v1/members/{one}/points")
        starts = [
            await owner.post(f"/v1/segments/{code}/evaluations", headers=keyed("f"))
            for code in ("nobody", "nothing")
        ]
    assert (posted.status_code, balances.json()[0]["spendable"]) == (201, 5)
    assert [answer.json()["code"] for answer in starts] == ["unknown_segment"] * 2


async def test_a_refusal_is_decided_anew(town: Town) -> None:
    async with await town.signed_in(Role.OWNER) as owner:
        for _ in range(2):
            answer = await owner.post("/v1/programmes/drafts", json=[{}], headers=keyed("e"))
            assert answer.status_code == 422
        good = await owner.post("/v1/programmes/drafts", json=DRAFT, headers=keyed("e"))
    assert good.status_code == 201


@pytest.mark.inv("A13")
async def test_a_bug_is_answered_without_a_word_about_it(town: Town) -> None:
    town.app = create_app(town.shop.database, routes=[break_thing], limits=HIGH)
    async with await town.signed_in(Role.OWNER) as owner:
        answer = await owner.get("/v1/things/broken")
    assert answer.status_code == 500
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert "13800138000" not in answer.text
    assert "LookupError" not in answer.text


async def test_a_client_that_hangs_up_before_it_is_heard_is_no_bug(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    async with await town.signed_in(Role.OWNER) as owner:
        cookie = owner.headers["cookie"].encode()
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/v1/me", "raw_path": b"/v1/me", "query_string": b"", "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), (b"cookie", cookie)],
        "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await town.app(scope, receive, send)  # type: ignore[arg-type] # as ASGI has it
    assert sent[0]["status"] == 400
    assert "unforeseen" not in capsys.readouterr().err
