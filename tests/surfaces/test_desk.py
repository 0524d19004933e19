"""Everybody sees where they are signed in, and can end it from afar."""

from __future__ import annotations

import pytest

from liuke.domains import access
from liuke.domains.access import Invitation, Role
from liuke.surfaces.doorman import COOKIE
from tests.surfaces.conftest import ORIGIN, Town

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) MicroMessenger/8.0 Safari/604.1"
GOOD = "correct horse battery"


@pytest.mark.inv("A7")
async def test_a_session_is_known_by_its_device_and_ended_from_another(town: Town) -> None:
    staff_id = await town.person(Role.GUIDE)
    async with town.shop.begin() as tx:
        (ticket,) = await access.issue_tickets(tx, [staff_id])
    async with town.client(**{"user-agent": PHONE}) as phone:
        come_in = {"token": ticket.token, "password": GOOD}
        cookie = (await phone.post("/v1/acceptances", json=come_in)).headers["set-cookie"]
    token = cookie.partition(";")[0]
    headers = {"cookie": token, "origin": ORIGIN, "x-liuke": "1"}
    async with town.client(**headers) as there, await town.signed_in(Role.GUIDE, staff_id) as here:
        listed = (await here.get("/v1/me/sessions")).json()
        (mine,) = [one for one in listed if one["current"]]
        (other,) = [one for one in listed if not one["current"]]
        assert other["device"] == "WeChat · iPhone"
        assert token.partition("=")[2] not in str(listed)
        assert (await there.get("/v1/me")).status_code == 200
        assert (await here.delete(f"/v1/me/sessions/{other['id']}")).status_code == 200
        again = await here.delete(f"/v1/me/sessions/{other['id']}")
        assert (again.status_code, again.json()["code"]) == (404, "unknown_session")
        assert (await there.get("/v1/me")).status_code == 401
        assert [one["id"] for one in (await here.get("/v1/me/sessions")).json()] == [mine["id"]]


@pytest.mark.inv("A7")
async def test_nobody_ends_the_session_of_another(town: Town) -> None:
    async with await town.signed_in(Role.OWNER) as owner, await town.signed_in(Role.GUIDE) as guide:
        (theirs,) = (await owner.get("/v1/me/sessions")).json()
        refused = await guide.delete(f"/v1/me/sessions/{theirs['id']}")
        assert refused.status_code == 404
        assert (await owner.get("/v1/me")).status_code == 200


@pytest.mark.inv("A7")
async def test_whoever_is_turned_out_is_out_at_once(town: Town) -> None:
    staff_id = await town.person(Role.GUIDE)
    async with await town.signed_in(Role.GUIDE, staff_id) as guide:
        assert (await guide.get("/v1/me")).status_code == 200
        async with town.shop.begin() as tx:
            await access.invite(tx, [Invitation("other", "陈", Role.OWNER)])
            await access.disable(tx, [staff_id])
        assert (await guide.get("/v1/me")).status_code == 401


async def test_i_am_told_who_i_am_and_where(town: Town) -> None:
    async with await town.signed_in(Role.GUIDE) as guide:
        me = (await guide.get("/v1/me")).json()
    assert (me["name"], me["role"], me["second_factor"], me["stores"]) == (
        "测试", "guide", False, None,
    )  # fmt: skip
    assert me["merchant"]["currency"] == "CNY"
    assert "checkout.order" in me["permissions"]
    assert COOKIE not in str(me)
