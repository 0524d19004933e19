"""A list of members in clear: never alone, for exactly what was asked, once, and on the record."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from liuke.domains.access import Role
from tests import make
from tests.checkout.test_counter_routes import open_counter
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

PATH = "/v1/members/lists/exports"
PHONED = {"kind": "fact", "name": "orders.count", "op": ">=", "value": 0}
WISH: dict[str, Any] = {
    "reason": "calls before the holiday",
    "members": 40,
    "asked": {"where": PHONED},
    "columns": ["orders.count"],
}


async def granted(one: httpx.AsyncClient, two: httpx.AsyncClient) -> dict[str, str]:
    """Ask for the list, let a second person say yes; return the header that carries it."""
    question = (await one.post(PATH, json=WISH)).json()
    assert question["code"] == "approval_needed"
    path = f"/v1/approvals/{question['approval_id']}/decisions"
    alone = await one.post(path, json={"approve": True, "reason": "mine"})
    assert alone.json()["code"] == "same_person"
    assert (await two.post(path, json={"approve": True, "reason": "fine"})).status_code < 300
    return {"approval-id": question["approval_id"]}


@pytest.mark.inv("A11")
async def test_phones_leave_by_the_word_of_a_second_person_and_once(town: Town) -> None:
    first, _ = await open_counter(town)
    one, two = await town.signed_in(Role.OWNER), await town.signed_in(Role.OPERATIONS)
    headers = await granted(one, two)

    theirs = await two.post(PATH, json=WISH, headers=headers)
    wider = await one.post(PATH, json={**WISH, "members": 41}, headers=headers)
    others = await one.post(PATH, json={**WISH, "asked": {}}, headers=headers)
    taken = await one.post(PATH, json=WISH, headers=headers)
    again = await one.post(PATH, json=WISH, headers=headers)

    refused = [answer.json()["code"] for answer in (theirs, wider, others, again)]
    assert refused == ["approval_unusable"] * 4
    row = next(row for row in taken.json() if row["id"] == str(first))
    assert row["phone"] == "+8613800138000"
    assert "*" not in row["name"]
    assert row["facts"] == {"orders.count": 0}
    async with town.shop.begin() as tx:
        assert ("members:list", WISH["reason"]) in await make.audited(tx, "members.exported")
        assert (str(first), WISH["reason"]) in await make.audited(tx, "members.opened")


async def test_a_list_is_no_longer_than_what_was_approved(town: Town) -> None:
    await open_counter(town)
    one = await town.signed_in(Role.OWNER)

    taken = await one.post(PATH, json={**WISH, "members": 1})
    more = await one.post(PATH, json={**WISH, "members": 1})

    assert len(taken.json()) == 1, "one person a day may leave without a second one's word"
    assert more.json()["code"] == "approval_needed"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.GUIDE, Role.SERVICE, Role.AUDITOR])
async def test_who_may_not_export_takes_no_list(town: Town, role: Role) -> None:
    person = await town.signed_in(role)

    assert (await person.post(PATH, json=WISH)).status_code == 403
