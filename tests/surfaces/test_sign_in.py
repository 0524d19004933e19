"""Signing in: by what one knows, once per token, and not by trying for ever."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx
import pyotp
import pytest
from argon2 import PasswordHasher

from liuke.domains import access
from liuke.domains.access import Invitation, Role
from liuke.domains.access.values import Invited
from liuke.surfaces.doorman import COOKIE
from tests.surfaces.conftest import ORIGIN, Town

GOOD = "correct horse battery"
OURS = {"origin": ORIGIN, "x-liuke": "1"}


def cookie_of(answer: httpx.Response) -> dict[str, str]:
    token = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
    return {"cookie": f"{COOKIE}={token}", **OURS}


async def invite(town: Town, sign_in: str = "chen") -> Invited:
    async with town.shop.begin() as tx:
        return (await access.invite(tx, [Invitation(sign_in, "陈", Role.OWNER)]))[0]


async def come_in(town: Town, sign_in: str) -> httpx.Response:
    ticket = await invite(town, sign_in)
    async with town.client() as client:
        return await client.post("/v1/acceptances", json={"token": ticket.token, "password": GOOD})


async def sign_in(town: Town, sign_in: str, password: str, **more: str) -> httpx.Response:
    merchant = str(town.shop.actor.merchant_id)
    body = {"sign_in": sign_in, "password": password, "merchant_id": merchant, **more}
    async with town.client() as client:
        return await client.post("/v1/sessions", json=body)


@pytest.mark.inv("A15")
async def test_a_one_time_token_sets_a_password_once(town: Town) -> None:
    ticket = await invite(town)
    body = {"token": ticket.token, "password": GOOD}
    async with town.client() as client:
        weak = await client.post("/v1/acceptances", json={**body, "password": "12345678"})
        first = await client.post("/v1/acceptances", json=body)
        second = await client.post("/v1/acceptances", json=body)
        forged = await client.post("/v1/acceptances", json={**body, "token": "x" * 43})
    assert (weak.status_code, weak.json()["code"]) == (422, "weak_password")
    assert first.status_code == 201
    assert [second.json()["code"], forged.json()["code"]] == ["ticket_spent"] * 2


@pytest.mark.inv("A7")
async def test_the_cookie_is_for_this_host_and_no_script(town: Town) -> None:
    answer = await come_in(town, "chen")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-liuke=")
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in cookie
    assert "Domain" not in cookie
    assert cookie.partition("=")[2].partition(";")[0] not in answer.text


async def test_who_knows_the_password_comes_in_and_goes(town: Town) -> None:
    await come_in(town, "chen")
    answer = await sign_in(town, "chen", GOOD)
    assert answer.status_code == 201
    async with town.client(**cookie_of(answer)) as chen:
        assert (await chen.get("/v1/me")).json()["role"] == "owner"
        gone = await chen.delete("/v1/sessions/current")
        assert gone.status_code == 200
        assert "Max-Age=0" in gone.headers["set-cookie"]
        assert (await chen.get("/v1/me")).status_code == 401


@pytest.mark.inv("A8")
async def test_a_wrong_password_and_an_unknown_name_look_the_same(town: Town) -> None:
    await come_in(town, "chen")
    wrong, unknown = await sign_in(town, "chen", "nope"), await sign_in(town, "nobody", "nope")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.content == unknown.content


@pytest.mark.slow
@pytest.mark.inv("A8")
async def test_ten_tries_are_all_even_when_sent_at_once(town: Town) -> None:
    await come_in(town, "chen")
    answers = await asyncio.gather(*(sign_in(town, "chen", "nope") for _ in range(14)))
    codes = sorted(answer.json()["code"] for answer in answers)
    assert codes == ["too_many_attempts"] * 4 + ["wrong_credentials"] * 10
    locked = await sign_in(town, "chen", GOOD)
    assert locked.status_code == 429
    assert 0 < int(locked.headers["retry-after"]) <= 900


@pytest.mark.inv("A7")
async def test_signing_in_rotates_the_session(town: Town) -> None:
    first = cookie_of(await come_in(town, "chen"))
    body = {
        "sign_in": "chen", "password": GOOD, "merchant_id": str(town.shop.actor.merchant_id),
    }  # fmt: skip
    async with town.client(**first) as chen:
        second = cookie_of(await chen.post("/v1/sessions", json=body))
        assert second["cookie"] != first["cookie"]
        assert (await chen.get("/v1/me")).status_code == 401
    async with town.client(**second) as chen:
        assert (await chen.get("/v1/me")).status_code == 200


@pytest.mark.slow
@pytest.mark.inv("A7")
async def test_a_new_password_ends_every_other_session(town: Town) -> None:
    here = cookie_of(await come_in(town, "chen"))
    there = cookie_of(await sign_in(town, "chen", GOOD))
    async with town.client(**here) as chen:
        wrong = await chen.put("/v1/me/password", json={"current": "nope", "password": f"{GOOD}2"})
        changed = await chen.put("/v1/me/password", json={"current": GOOD, "password": f"{GOOD} 2"})
        assert (wrong.status_code, changed.status_code) == (401, 201)
        assert (await chen.get("/v1/me")).status_code == 401
    async with town.client(**there) as chen:
        assert (await chen.get("/v1/me")).status_code == 401
    async with town.client(**cookie_of(changed)) as chen:
        assert (await chen.get("/v1/me")).status_code == 200


async def test_a_second_factor_is_asked_for_and_spent(town: Town) -> None:
    mine = cookie_of(await come_in(town, "chen"))
    async with town.client(**mine) as chen:
        offered = (await chen.post("/v1/me/second-factor")).json()
        generator = pyotp.TOTP(offered["secret"])
        first = {"secret": offered["secret"], "code": generator.at(datetime.now(UTC))}
        bad = await chen.put(
            "/v1/me/second-factor", json={"secret": offered["secret"], "code": "000000"}
        )
        confirmed = await chen.put("/v1/me/second-factor", json=first)
    assert bad.status_code == 422
    assert confirmed.json()["second_factor"] is True
    assert (await sign_in(town, "chen", GOOD)).json()["code"] == "code_needed"
    spent = await sign_in(town, "chen", GOOD, code=first["code"])
    assert spent.json()["code"] == "wrong_credentials"
    later = generator.generate_otp(generator.timecode(datetime.now(UTC)) + 1)
    assert (await sign_in(town, "chen", GOOD, code=later)).status_code == 201
    assert (await sign_in(town, "chen", GOOD, code=later)).status_code == 401


@pytest.mark.inv("A7")
async def test_another_site_cannot_sign_anybody_in(town: Town) -> None:
    async with town.client(origin="https://evil.test") as client:
        answer = await client.post("/v1/sessions", json={"sign_in": "ab", "password": "x"})
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


@pytest.mark.slow
async def test_a_crowd_at_the_desk_is_asked_to_wait(town: Town) -> None:
    answers = await asyncio.gather(*(sign_in(town, "nobody", "x") for _ in range(24)))
    codes = {answer.status_code for answer in answers}
    assert codes == {401, 429}


async def test_an_old_hash_is_made_anew_at_sign_in(town: Town) -> None:
    await come_in(town, "chen")
    async with town.shop.begin() as tx:
        staff_id = (await access.staff(tx))[0].id
        weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
        await access.set_password(tx, staff_id, weak)
    assert (await sign_in(town, "chen", GOOD)).status_code == 201
    async with town.shop.begin() as tx:
        kept = (await access.attempt(tx, staff_id)).password_hash
    assert kept is not None
    assert not access.outdated(kept)


@pytest.mark.slow
@pytest.mark.inv("A7")
@pytest.mark.parametrize("weak", [False, True])
async def test_an_old_password_opens_nothing_once_there_is_a_new_one(
    town: Town, monkeypatch: pytest.MonkeyPatch, *, weak: bool
) -> None:
    await come_in(town, "chen")
    async with town.shop.begin() as tx:
        staff_id = (await access.staff(tx))[0].id
        if weak:
            hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
            await access.set_password(tx, staff_id, hasher.hash(GOOD))
    loop, judge, new = asyncio.get_running_loop(), access.fits, access.make_hash(f"{GOOD} 2")

    async def change() -> None:
        async with town.shop.begin() as tx:
            await access.set_password(tx, staff_id, new)

    def judged_while_it_changes(kept: str | None, given: str) -> bool:
        fitting = judge(kept, given)
        asyncio.run_coroutine_threadsafe(change(), loop).result()
        return fitting

    monkeypatch.setattr(access, "fits", judged_while_it_changes)
    late = await sign_in(town, "chen", GOOD)
    monkeypatch.undo()
    assert (late.status_code, late.json()["code"]) == (401, "wrong_credentials")
    assert (await sign_in(town, "chen", f"{GOOD} 2")).status_code == 201


@pytest.mark.slow
@pytest.mark.inv("A8")
async def test_tries_at_a_name_that_nobody_has_end_like_those_at_somebody_s(town: Town) -> None:
    await come_in(town, "chen")
    told = {}
    for name in ("chen", "nobody"):
        answers = [await sign_in(town, name, "nope") for _ in range(12)]
        told[name] = [(a.status_code, a.json()["code"]) for a in answers]
        assert 0 < int(answers[-1].headers["retry-after"]) <= 900
        assert int(answers[-1].headers["retry-after"]) > 800
    assert told["chen"] == told["nobody"]
