"""What is sent twice happens once: with a key, and for what names itself, without one too."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from liuke.domains.access import Role
from liuke.domains.members.values import ChildId
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value
from tests import make
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

NOTICE = {"code": "terms", "version": 1, "locale": "zh-CN", "title": "章程", "body": "第一条"}


class Rows(Value, frozen=True):
    """How many rows a table has."""

    name: str
    rows: int


KEPT = Sql[bytes]("SELECT body FROM kernel_answer WHERE key = $1")
TABLES = Sql[str]("""
    SELECT t.relname::text FROM pg_class t
    JOIN pg_policy p ON p.polrelid = t.oid AND p.polname = 'merchant'
    WHERE t.relname <> 'kernel_audit'
    ORDER BY 1
""")
COUNT = "SELECT '{0}' AS name, COUNT(*) AS rows FROM {0}"


async def counted(town: Town) -> dict[str, int]:
    """Return how many rows every table of the shop has; the record of who did what may grow."""
    async with town.shop.begin() as tx:
        counts = [COUNT.format(name) for name in await tx.rows(TABLES)]
        return {row.name: row.rows for row in await tx.rows(Sql[Rows](" UNION ALL ".join(counts)))}


async def twice(town: Town, client: httpx.AsyncClient, path: str, body: Any) -> tuple[Any, Any]:
    """Send the same without a key twice; return both answers, the second having made nothing."""
    first = await client.post(path, json=body)
    assert first.status_code in {200, 201}, first.text
    before = await counted(town)
    again = await client.post(path, json=body)
    after = await counted(town)
    grown = {name: (before[name], rows) for name, rows in after.items() if rows != before[name]}
    assert grown == {}, path
    return first, again


def said(answer: httpx.Response) -> Any:
    """Return an answer without what tells a first time from a second."""
    body = answer.json()
    if isinstance(body, list):
        return [{**one, "created": None} if "created" in one else one for one in body]
    return body


@pytest.mark.inv("I1")
async def test_what_names_itself_changes_nothing_the_second_time(town: Town) -> None:
    async with town.shop.begin() as tx:
        (one,) = await make.members(tx)
        await make.products(tx, tee=9_900, cap=4_500)
    who = {"member_id": str(one)}
    child = {"id": str(ChildId.new()), "birth_on": "2020-05-01", "guardian_consent": True}
    pair = [{"product": "tee", "kind": "goes_with", "other": "cap"}]
    guest = {"enrolment": {"phone": "13800138009", "name": "王小明"}, "card": {}}
    wishes: list[tuple[str, list[dict[str, Any]]]] = [
        ("/v1/members/welcomes", [guest]),
        ("/v1/members/cards", [{**who, "cause": "desk:1"}]),
        ("/v1/members/children", [{**who, **child}]),
        ("/v1/members/consents", [{**who, "purpose": "marketing", "given": True}]),
        ("/v1/members/identities", [{**who, "handle": {"kind": "phone", "value": "13800138001"}}]),
        ("/v1/members/notices", [NOTICE]),
        ("/v1/members/tags", [{**who, "tag": "常客"}]),
        ("/v1/members/untaggings", [{**who, "tag": "常客"}]),
        ("/v1/products/relations", pair),
        ("/v1/products/partings", pair),
    ]
    async with await town.signed_in(Role.OWNER) as owner:
        for path, body in wishes:
            first, again = await twice(town, owner, path, body)
            assert (again.status_code, said(again)) == (first.status_code, said(first)), path


@pytest.mark.inv("I1")
async def test_a_card_goes_from_state_to_state_once(town: Town) -> None:
    async with town.shop.begin() as tx:
        (one,) = await make.members(tx)
    async with await town.signed_in(Role.OWNER) as owner:
        wish = [{"member_id": str(one), "cause": "desk:1", "active": False}]
        (card,) = (await owner.post("/v1/members/cards", json=wish)).json()
        named = [{"member_id": str(one), "card_id": card["id"]}]
        other = [{**named[0], "cause": "desk:2"}]
        answers = [
            await twice(town, owner, f"/v1/members/cards/{act}", body)
            for act, body in (("activations", named), ("losses", named), ("replacements", other))
        ]
        listed = (await owner.get(f"/v1/members/{one}/cards")).json()["items"]
    for first, again in answers:
        same = (again.status_code, again.content) == (first.status_code, first.content)
        assert same or again.json()["code"] == "wrong_card_state"
    assert sorted(one["state"] for one in listed) == ["active", "replaced"]


@pytest.mark.inv("I1")
async def test_a_decision_stands_as_it_was_given(town: Town) -> None:
    async with (
        await town.signed_in(Role.OWNER) as one,
        await town.signed_in(Role.OPERATIONS) as two,
    ):
        wish = [{"member_id": str(MemberId.new()), "template": "x", "cause": "a"}] * 1_001
        asked = await one.post("/v1/coupons", json=wish, headers={"Idempotency-Key": "1"})
        path = f"/v1/approvals/{asked.json()['approval_id']}/decisions"
        verdict = {"approve": True, "reason": "看过了"}
        _, again = await twice(town, two, path, verdict)
    assert (again.status_code, again.json()["code"]) == (409, "already_decided")


@pytest.mark.inv("I1")
async def test_what_is_shown_once_is_made_once_under_its_key(town: Town) -> None:
    async with await town.signed_in(Role.OWNER) as owner:
        somebody = await town.person(Role.GUIDE)
        wishes: list[tuple[str, Any]] = [
            ("/v1/keys", [{"name": "pos", "scopes": ["points.read"]}]),
            ("/v1/staff/invitations", [{"sign_in": "li", "name": "李雷", "role": "guide"}]),
            (f"/v1/staff/{somebody}/tickets", None),
        ]
        for path, body in wishes:
            assert (await owner.post(path, json=body)).json()["code"] == "key_missing"
            key = {"Idempotency-Key": path[-200:]}
            first = await owner.post(path, json=body, headers=key)
            assert first.status_code == 201, first.text
            before = await counted(town)
            again = await owner.post(path, json=body, headers=key)
            assert (again.status_code, again.json()["code"]) == (409, "shown_once")
            assert await counted(town) == before
            async with town.shop.begin() as tx:
                kept = await tx.rows(KEPT, path[-200:])
            assert kept == [b""]


@pytest.mark.inv("I1")
async def test_a_key_is_honoured_where_none_is_demanded(town: Town) -> None:
    async with town.shop.begin() as tx:
        (one,) = await make.members(tx)
    body = [{"member_id": str(one), "purpose": "marketing", "given": True}]
    other = [{**body[0], "given": False}]
    async with await town.signed_in(Role.OWNER) as owner:
        key = {"Idempotency-Key": "consent-1"}
        await owner.post("/v1/members/consents", json=body, headers=key)
        await owner.post("/v1/members/consents", json=other)
        late = await owner.post("/v1/members/consents", json=body, headers=key)
        reused = await owner.post("/v1/members/consents", json=other, headers=key)
        (last,) = (await owner.get(f"/v1/members/{one}/consents")).json()
    assert (late.status_code, late.headers["idempotent-replayed"]) == (201, "true")
    assert (reused.status_code, reused.json()["code"]) == (422, "key_reused")
    assert last["given"] is False
