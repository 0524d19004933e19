"""A passkey opens one shop, for one person, from our own pages, one challenge at a time."""

from __future__ import annotations

import asyncio
import base64
import copy
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pyotp
import pytest

from liuke.domains import access
from liuke.domains.access import Invitation, Role, StaffId
from liuke.domains.access.challenge import new_challenge, spend_challenge
from liuke.domains.access.passkeys import PASSKEYS_MOST
from liuke.kernel.rows import Sql
from liuke.surfaces.doorman import COOKIE
from tests.surfaces.authenticator import Authenticator, url64
from tests.surfaces.conftest import ORIGIN, Town

MANY = Sql[None]("""
    INSERT INTO access_passkey (id, staff_id, name, credential, public_key, uses, made_at)
    SELECT gen_random_uuid(), $1::uuid, 'old', decode(md5(n::text), 'hex'), '\\x00', 0, $2
    FROM generate_series(1, $3::integer) n
""")


async def offered(browser: httpx.AsyncClient) -> dict[str, Any]:
    options: dict[str, Any] = (await browser.post("/v1/me/passkeys/options")).json()["public_key"]
    return options


async def keep(
    browser: httpx.AsyncClient, device: Authenticator, options: dict[str, Any] | None = None
) -> httpx.Response:
    made = device.create(options or await offered(browser))
    return await browser.post("/v1/me/passkeys", json={"name": "手机", "credential": made})


async def asked(town: Town) -> dict[str, Any]:
    async with town.client() as nobody:
        answer = await nobody.post("/v1/sessions/passkey/options")
    options: dict[str, Any] = answer.json()["public_key"]
    return options


async def use(town: Town, credential: dict[str, Any]) -> httpx.Response:
    async with town.client() as nobody:
        return await nobody.post("/v1/sessions/passkey", json={"credential": credential})


async def enter(town: Town, device: Authenticator) -> httpx.Response:
    return await use(town, device.get(await asked(town)))


async def test_a_passkey_signs_its_owner_in_without_a_password(town: Town) -> None:
    device = Authenticator(ORIGIN)
    async with await town.signed_in(Role.MANAGER) as browser:
        kept = await keep(browser, device)
        assert kept.status_code == 201, kept.text
        answer = await enter(town, device)
        me = (await browser.get("/v1/me")).json()
        (listed,) = (await browser.get("/v1/me/passkeys")).json()
    assert (answer.status_code, answer.json()["role"]) == (201, "manager")
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}=")
    assert me["actor"] == f"staff:{answer.json()['staff_id']}"
    assert (listed["id"], listed["name"]) == (kept.json()["id"], "手机")
    assert listed["used_at"] is not None


async def test_a_person_has_so_many_passkeys(town: Town) -> None:
    async with await town.signed_in(Role.MANAGER) as browser:
        me = (await browser.get("/v1/me")).json()["actor"].partition(":")[2]
        async with town.shop.begin() as tx:
            await tx.run(MANY, StaffId.parse(me), tx.now, PASSKEYS_MOST - 1)
        options = [await offered(browser) for _ in range(3)]
        sent = [keep(browser, Authenticator(ORIGIN), one) for one in options]
        answers = await asyncio.gather(*sent)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    (first, *_) = [answer.json() for answer in answers if answer.status_code == 409]
    assert (first["code"], first["what"], first["most"]) == ("too_many", "passkeys", 20)


@pytest.mark.inv("A7")
async def test_an_answer_counts_once_even_when_sent_at_once(town: Town) -> None:
    device = Authenticator(ORIGIN)
    async with await town.signed_in(Role.OWNER) as browser:
        options = await offered(browser)
        made = [await keep(browser, device, options) for _ in range(2)]
    credential = device.get(await asked(town))
    answers = await asyncio.gather(*(use(town, credential) for _ in range(6)))
    assert [answer.status_code for answer in made] == [201, 422]
    assert sorted(answer.status_code for answer in answers) == [201] + [401] * 5


@pytest.mark.inv("A7")
async def test_a_copied_passkey_is_noticed_by_its_counter(town: Town) -> None:
    device = Authenticator(ORIGIN)
    async with await town.signed_in(Role.OWNER) as browser:
        await keep(browser, device)
    copied = copy.copy(device)
    assert (await enter(town, device)).status_code == 201
    assert (await enter(town, device)).status_code == 201
    assert (await enter(town, copied)).status_code == 401


@pytest.mark.inv("A14")
async def test_a_passkey_used_on_another_site_opens_nothing(town: Town) -> None:
    device = Authenticator(ORIGIN)
    async with await town.signed_in(Role.OWNER) as browser:
        lured = await keep(browser, replace(device, origin="https://shop.test.evil"))
        unverified = await keep(browser, replace(device, flags=0x01))
        foreign = await keep(browser, device, {**await offered(browser), "rp": {"id": "evil"}})
        await keep(browser, device)
    options = await asked(town)
    tries = [
        replace(device, origin="https://shop.test.evil").get(options),
        replace(device, flags=0x01).get(await asked(town)),
        device.get({**await asked(town), "rpId": "evil"}),
        replace(device, key=Authenticator(ORIGIN).key).get(await asked(town)),
        Authenticator(ORIGIN).get(await asked(town)),
    ]
    refused = [await use(town, credential) for credential in tries]
    assert [answer.status_code for answer in (lured, unverified, foreign)] == [422] * 3
    assert {answer.content for answer in refused} == {refused[0].content}
    assert refused[0].json()["code"] == "passkey_refused"
    assert (await enter(town, device)).status_code == 201


@pytest.mark.inv("A7")
async def test_only_our_own_challenges_count_and_not_for_long(town: Town) -> None:
    device = Authenticator(ORIGIN)
    async with await town.signed_in(Role.OWNER) as browser, await town.signed_in(Role.GUIDE) as g:
        theirs = await offered(g)
        assert (await keep(browser, device, theirs)).status_code == 422
        await keep(browser, device)
        for_making = await offered(browser)
    own = {**await asked(town), "challenge": url64(bytes(56))}
    crossed = {**await asked(town), "challenge": for_making["challenge"]}
    assert [(await use(town, device.get(o))).status_code for o in (own, crossed)] == [401, 401]
    async with town.shop.begin() as tx:
        challenge, late = new_challenge(tx.keys, "x", tx.now), tx.now + timedelta(minutes=5)
    async with town.shop.begin(late) as tx:
        assert not await spend_challenge(tx, "x", challenge)


@pytest.mark.inv("A7")
async def test_a_passkey_goes_with_its_owner_and_by_its_owner(town: Town) -> None:
    device, other = Authenticator(ORIGIN), Authenticator(ORIGIN)
    staff_id = await town.person(Role.GUIDE)
    async with await town.signed_in(Role.GUIDE, staff_id) as browser:
        first = (await keep(browser, device)).json()["id"]
        await keep(browser, other)
        async with await town.signed_in(Role.OWNER) as owner:
            assert (await owner.delete(f"/v1/me/passkeys/{first}")).status_code == 404
        assert (await browser.delete(f"/v1/me/passkeys/{first}")).status_code == 200
    assert (await enter(town, device)).status_code == 401
    assert (await enter(town, other)).status_code == 201
    async with town.shop.begin() as tx:
        await access.invite(tx, [Invitation("boss", "陈", Role.OWNER)])
        await access.disable(tx, [staff_id])
    assert (await enter(town, other)).status_code == 401


@pytest.mark.parametrize("credential", [
    {}, {"id": "x"}, {"id": 5}, {"id": "eA", "response": []},
    {"id": "eA", "response": {"clientDataJSON": "bnVsbA"}},
    {"id": "é", "response": {"clientDataJSON": "é"}},
])  # fmt: skip
async def test_nonsense_is_no_passkey(town: Town, credential: dict[str, Any]) -> None:
    answer = await use(town, credential)
    assert (answer.status_code, answer.json()["code"]) == (401, "passkey_refused")
    async with await town.signed_in(Role.OWNER) as browser:
        made = await browser.post("/v1/me/passkeys", json={"name": "x", "credential": credential})
    assert (made.status_code, made.json()["code"]) == (422, "passkey_invalid")


async def test_a_damaged_answer_is_refused_not_an_error(town: Town) -> None:
    device = Authenticator(ORIGIN)
    async with await town.signed_in(Role.OWNER) as browser:
        made = device.create(await offered(browser))
        spoilt = json.loads(json.dumps(made))
        spoilt["response"]["attestationObject"] = base64.b64encode(b"\xa1\xff").decode()
        body = {"name": "x", "credential": spoilt}
        answer = await browser.post("/v1/me/passkeys", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "passkey_invalid")


@pytest.mark.inv("A7")
async def test_a_new_beginning_leaves_no_passkey_of_before(town: Town) -> None:
    device = Authenticator(ORIGIN)
    staff_id = await town.person(Role.OPERATIONS)
    async with await town.signed_in(Role.OPERATIONS, staff_id) as browser:
        await keep(browser, device)
    assert (await enter(town, device)).status_code == 201
    async with town.shop.begin() as tx:
        (ticket,) = await access.issue_tickets(tx, [staff_id])
    async with town.client() as nobody:
        body = {"token": ticket.token, "password": "correct horse battery"}
        assert (await nobody.post("/v1/acceptances", json=body)).status_code == 201
    assert (await enter(town, device)).json()["code"] == "passkey_refused"


@pytest.mark.inv("A7")
@pytest.mark.inv("A11")
async def test_who_finds_a_console_left_open_adds_no_way_in_of_their_own(town: Town) -> None:
    async with await town.signed_in(Role.OPERATIONS) as browser:
        await rest(town, timedelta(minutes=11))
        passkey = await keep(browser, Authenticator(ORIGIN))
        secret = (await browser.post("/v1/me/second-factor")).json()["secret"]
        body = {"secret": secret, "code": pyotp.TOTP(secret).now()}
        factor = await browser.put("/v1/me/second-factor", json=body)
    told = [(answer.status_code, answer.json()["code"]) for answer in (passkey, factor)]
    assert told == [(403, "signed_in_long_ago")] * 2


async def rest(town: Town, time: timedelta) -> None:
    """Let every session of the shop be older."""
    async with town.shop.begin() as tx:
        await tx.run(Sql("UPDATE access_session SET started_at = started_at - $1::interval"), time)


async def test_a_chain_of_a_thousand_people_signs_in_to_the_last(town: Town) -> None:
    device = Authenticator(ORIGIN)
    last = await town.person(Role.GUIDE, "zz.last")
    async with await town.signed_in(Role.GUIDE, last) as browser:
        await keep(browser, device)
    people = [Invitation(f"guide.{n:04}", "导购", Role.GUIDE) for n in range(1_000)]
    async with town.shop.begin() as tx:
        await access.invite(tx, people)
    assert (await enter(town, device)).status_code == 201
