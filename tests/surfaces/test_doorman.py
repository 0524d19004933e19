"""The doorman lets nobody in by another site's hand, nor longer than their session lives."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.domains import access
from liuke.domains.access import Role
from liuke.kernel.db import begin
from liuke.surfaces.doorman import COOKIE
from tests.surfaces.conftest import ORIGIN, Town


@pytest.mark.inv("A7")
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": ORIGIN},
        {"x-liuke": "1"},
        {"x-liuke": "1", "origin": "https://evil.test"},
        {"x-liuke": "1", "origin": f"{ORIGIN}.evil.test"},
        {"x-liuke": "1", "origin": "null"},
        {"x-liuke": "1", "sec-fetch-site": "cross-site"},
        {"x-liuke": "1", "sec-fetch-site": "same-site", "origin": ORIGIN},
    ],
)
async def test_a_write_from_elsewhere_is_refused(town: Town, headers: dict[str, str]) -> None:
    staff_id = await town.person(Role.OWNER)
    async with town.shop.begin() as tx:
        token = (await access.open_session(tx, staff_id)).token
    async with town.client(cookie=f"{COOKIE}={token}", **headers) as browser:
        answer = await browser.post("/v1/staff/invitations", json=[])
        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
        assert (await browser.get("/v1/me")).status_code == 200


@pytest.mark.inv("A7")
@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 401)])
async def test_a_session_ends_when_it_rests(town: Town, minutes: int, status: int) -> None:
    staff_id = await town.person(Role.GUIDE)
    async with town.shop.begin() as tx:
        earlier = tx.now - timedelta(minutes=minutes)
    async with begin(town.shop.database, town.shop.actor, now=earlier) as tx:
        token = (await access.open_session(tx, staff_id)).token
    async with town.client(cookie=f"{COOKIE}={token}") as browser:
        assert (await browser.get("/v1/me")).status_code == status
        assert (await browser.get("/v1/me")).status_code == status


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Bearer lk_x.y", "Basic Og==", "lk_0.x", "Bearer é"]
)
async def test_what_is_no_key_lets_nobody_in(town: Town, authorization: str) -> None:
    async with town.client() as client:
        raw = authorization.encode("latin-1")
        answer = await client.get("/v1/me", headers=[(b"authorization", raw)])
    assert answer.status_code == 401


async def test_an_ended_session_is_ended_at_once(town: Town) -> None:
    staff_id = await town.person(Role.GUIDE)
    async with (
        await town.signed_in(Role.GUIDE, staff_id) as guide,
        await town.signed_in(Role.OWNER) as owner,
    ):
        assert (await guide.get("/v1/me")).status_code == 200
        assert (await owner.delete(f"/v1/staff/{staff_id}/sessions")).status_code == 200
        assert (await guide.get("/v1/me")).status_code == 401
