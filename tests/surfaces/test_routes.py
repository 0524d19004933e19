"""Every route asks for a permission of the policy, and gets nobody in who lacks it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import msgspec
import pytest

from liuke.domains import access, members
from liuke.domains.access import POLICY, ActLimit, Role, held_by, held_by_key
from liuke.domains.members import Merging
from liuke.kernel.actor import Actor, system
from liuke.kernel.ids import Id, MemberId, MerchantId, StoreId, from_wire
from liuke.kernel.rows import Sql
from liuke.kernel.samples import sample
from liuke.kernel.web import Route
from liuke.surfaces import upkeep
from liuke.surfaces.described import description
from liuke.surfaces.routes import collect_routes, public_path
from tests import make
from tests.checkout.test_take_back import open_shop, sell
from tests.conftest import Shop
from tests.surfaces.conftest import Town

ROUTES = [*collect_routes(), *upkeep.routes(upkeep.Upkeep())]
DOCUMENT = json.loads(description())
SCHEMAS = DOCUMENT["components"]["schemas"]
EXAMPLE = "mem_0190f3c27d1a7bbb8000000000000001"
MOVE = Sql[None]("UPDATE members_member SET store_id = $2::uuid WHERE id = ANY ($1::uuid[])")
Hire = Callable[[StoreId, frozenset[str]], httpx.AsyncClient]
STAFF_ROLES = [role for role in Role if role not in {Role.INTEGRATOR, Role.MEMBER}]


async def ask(client: httpx.AsyncClient, route: Route) -> httpx.Response:
    # An unknown parameter: whoever is let in gets 422, and nothing is ever done.
    path = re.sub(r"{\w+}", "x", public_path(route))
    return await client.request(route.method, f"{path}?no_such_parameter=1")


async def surprises(
    client: httpx.AsyncClient, held: frozenset[str], *, nobody: str | None = None
) -> list[str]:
    """Ask every route; where paths begin with `nobody`, the cookie counts for nothing."""
    found = []
    for route in ROUTES:
        expected = 422 if route.may in held else 403
        if nobody is not None and re.match(nobody, public_path(route)):
            expected = 401
        answer = await ask(client, route)
        if answer.status_code != expected:
            found.append(f"{route.method} {route.path}: {answer.status_code}, not {expected}")
    return found


@pytest.mark.inv("A1")
def test_a_route_without_a_policy_does_not_exist() -> None:
    assert [f"{r.method} {r.path}: {r.may}" for r in ROUTES if r.may not in POLICY] == []


@pytest.mark.inv("A1")
@pytest.mark.parametrize("role", STAFF_ROLES)
async def test_a_person_gets_where_their_role_may_and_nowhere_else(town: Town, role: Role) -> None:
    async with await town.signed_in(role) as client:
        assert await surprises(client, held_by(role), nobody="/v1/m/") == []


@pytest.mark.inv("A1")
async def test_a_member_gets_to_their_own_pages_and_nowhere_else(town: Town) -> None:
    async with await town.member() as client:
        assert await surprises(client, held_by(Role.MEMBER), nobody="(?!/v1/m/)") == []


@pytest.mark.inv("A1")
def test_a_members_route_never_names_a_member() -> None:
    for route in ROUTES:
        if route.may == "members.self":
            assert public_path(route).startswith("/v1/m/")
            assert "member_id" not in route.params.__struct_fields__
            assert "member_id" not in getattr(route.body, "__struct_fields__", ())


@pytest.mark.inv("A1")
async def test_an_anonymous_visitor_gets_nowhere(town: Town) -> None:
    async with town.client() as nobody:
        answers = {(await ask(nobody, route)).status_code for route in ROUTES}
    assert answers == {401}


@pytest.mark.inv("A1")
@pytest.mark.parametrize("scopes", [("*.read",), ("points.*",), tuple(held_by(Role.INTEGRATOR))])
async def test_a_key_gets_where_its_scopes_say_and_nowhere_else(
    town: Town, scopes: tuple[str, ...]
) -> None:
    scopes = tuple(scope for scope in scopes if held_by_key((scope,))) or ("catalog.read",)
    async with await town.keyed(*scopes) as till:
        assert await surprises(till, held_by_key(scopes)) == []


@pytest.mark.inv("A1")
def test_no_key_may_let_people_in_or_approve() -> None:
    for permission in ("staff.edit", "keys.edit", "approvals.decide", "approvals.limits"):
        assert permission not in held_by(Role.INTEGRATOR)


@pytest.mark.inv("A1")
def test_a_permission_that_is_not_written_down_is_held_by_nobody() -> None:
    assert not any("nothing.such" in held_by(role) for role in Role)


@pytest.mark.parametrize("route", ROUTES, ids=[f"{r.method} {r.path}" for r in ROUTES])
def test_every_route_can_read_what_it_declares(route: Route) -> None:
    for kind in (route.params, route.body, route.result):
        msgspec.json.Decoder(kind if kind is not None else type(None), dec_hook=from_wire)


def test_no_two_routes_share_a_method_and_path() -> None:
    taken = [(route.method, re.sub(r"{\w+}", "{}", public_path(route))) for route in ROUTES]
    assert sorted(taken) == sorted(set(taken))


def operation(route: Route) -> Any:
    return DOCUMENT["paths"][public_path(route)][route.method.lower()]


def naming_members() -> list[Route]:
    """Return the routes whose path, parameters or body name a member."""
    return [
        route
        for route in collect_routes()
        if EXAMPLE in json.dumps(request_to(route)) and not route.path.startswith("/m/")
    ]


def naming_stores() -> list[Route]:
    """Return the routes whose path, parameters or body name a store."""
    return [
        route
        for route in collect_routes()
        if EXAMPLE.replace("mem", "sto") in json.dumps(request_to(route))
        and not route.path.startswith("/m/")
    ]


def request_to(route: Route) -> tuple[str, dict[str, str], Any]:
    """Return an address, query and body that fit, the example of a member in them."""
    about = operation(route)
    given = {p["name"]: str(sample(p["schema"], SCHEMAS)) for p in about["parameters"]}
    path = re.sub(r"{(\w+)}", lambda m: given[m[1]], public_path(route))
    asked = [p["name"] for p in about["parameters"] if p["in"] == "query" and p["required"]]
    body = about.get("requestBody", {"content": {"application/json": {"schema": {}}}})
    made = sample(body["content"]["application/json"]["schema"], SCHEMAS)
    return path, {name: given[name] for name in asked}, made


async def ask_about(client: httpx.AsyncClient, route: Route, **ones: Id) -> httpx.Response:
    text = json.dumps(request_to(route))
    for prefix, one in ones.items():
        text = text.replace(f"{prefix}_0190f3c27d1a7bbb8000000000000001", str(one))
    path, query, body = json.loads(text)
    headers = {"Idempotency-Key": f"{ones}"[-200:]}
    return await client.request(route.method, path, params=query, json=body, headers=headers)


@pytest.fixture
def hire(town: Town, monkeypatch: pytest.MonkeyPatch) -> Hire:
    """Return how to get somebody who works for one store and holds these permissions."""

    def make_client(store: StoreId, permissions: frozenset[str]) -> httpx.AsyncClient:
        merchant = town.shop.actor.merchant_id
        actor = Actor(merchant, "key", "key_" + "0" * 32, permissions, frozenset({store}))

        async def by_key(*_given: object) -> Actor:
            await asyncio.sleep(0)
            return actor

        monkeypatch.setattr("liuke.domains.access.by_key", by_key)
        return town.client(authorization=f"Bearer {store}{len(permissions)}")

    return make_client


async def two_stores(town: Town) -> tuple[StoreId, MemberId, MemberId]:
    """Return our store, our member, and the member of another store."""
    async with town.shop.begin() as tx:
        ours, other = await make.store(tx, "A"), await make.store(tx, "B")
        own, theirs = await make.members(tx, 2)
        await tx.run(MOVE, [own], ours)
        await tx.run(MOVE, [theirs], other)
    return ours, own, theirs


def told(answer: httpx.Response, member_id: Id) -> tuple[int, str]:
    return answer.status_code, answer.text.replace(str(member_id), "…")


@pytest.mark.inv("A1")
async def test_a_member_of_another_store_is_not_there_on_any_route(town: Town, hire: Hire) -> None:
    ours, own, theirs = await two_stores(town)
    wrong, unknown = [], MemberId.new()
    async with hire(ours, frozenset(POLICY)) as somebody:
        for route in naming_members():
            nobody = told(await ask_about(somebody, route, mem=unknown, sto=ours), unknown)
            stranger = told(await ask_about(somebody, route, mem=theirs, sto=ours), theirs)
            mine = told(await ask_about(somebody, route, mem=own, sto=ours), own)
            hidden = stranger == nobody and '"code":"unknown_members"' in stranger[1]
            if hidden is route.counter or '"code":"unknown_members"' in mine[1]:
                wrong.append((route.method, route.path, stranger, nobody, mine))
    assert wrong == []


@pytest.mark.inv("A1")
@pytest.mark.inv("A4")
async def test_what_another_merchant_has_is_to_every_route_what_nobody_has(
    town: Town, hire: Hire
) -> None:
    elsewhere = Shop(town.shop.database, system(MerchantId.new(), "test"))
    async with elsewhere.begin() as tx:
        await make.merchant(tx)
        (theirs,), their_store = await make.members(tx), await make.store(tx, "B")
    ours, own, _ = await two_stores(town)
    async with town.shop.begin() as tx:  # what is asked twice would need a second person
        await access.set_limits(tx, [ActLimit("members.export", 100)])
    wrong, nobody, nowhere = [], MemberId.new(), StoreId.new()
    async with hire(ours, frozenset(POLICY)) as somebody:
        for route in naming_members():
            unknown = told(await ask_about(somebody, route, mem=nobody, sto=ours), nobody)
            foreign = told(await ask_about(somebody, route, mem=theirs, sto=ours), theirs)
            if foreign != unknown or foreign[0] < 300:
                wrong.append((route.method, route.path, foreign, unknown))
    async with await town.signed_in(Role.OWNER) as owner:
        for route in naming_stores():
            unknown = told(await ask_about(owner, route, mem=own, sto=nowhere), nowhere)
            foreign = told(await ask_about(owner, route, mem=own, sto=their_store), their_store)
            if foreign != unknown:
                wrong.append((route.method, route.path, foreign, unknown))
    assert wrong == []


@pytest.mark.inv("A1")
def test_every_route_about_one_member_keeps_to_the_stores_of_who_asks() -> None:
    kept = {route.path for route in naming_members() if not route.counter}
    assert {route.path for route in collect_routes() if "{member_id}" in route.path} <= kept
    assert {"/members/tags", "/points/adjustments", "/orders"} <= kept
    assert [route.path for route in collect_routes() if route.together and not route.counter] == []


def test_what_is_set_aside_at_a_counter_is_let_go_there() -> None:
    counter = {route.path for route in collect_routes() if route.counter}
    held = {path for path in counter if path.endswith("/reservations") and path != "/reservations"}
    assert held == {"/points/reservations", "/coupons/reservations"}
    assert {path.replace("reservations", "releases") for path in held} <= counter


@pytest.mark.inv("A1")
async def test_a_member_merged_into_ours_is_ours_and_into_theirs_is_not(
    town: Town, hire: Hire
) -> None:
    ours, own, theirs = await two_stores(town)
    async with town.shop.begin() as tx:
        from_there, from_here = await make.members(tx, 2)
        await tx.run(MOVE, [from_here], ours)
        (undone,) = await members.merge(tx, [Merging(theirs, from_here, "the same person")])
        await members.merge(tx, [Merging(own, from_there, "the same person")])
    async with hire(ours, frozenset(POLICY)) as somebody:
        answers = [
            (await somebody.get(f"/v1/members/{one}/timeline")).status_code
            for one in (own, from_there, theirs, from_here)
        ]
        parted = await somebody.put(
            f"/v1/members/merges/{undone}/undoing", json={"reason": "two people"}
        )
    assert answers == [200, 200, 404, 404]
    assert "unknown" in parted.json()["reason"]


@pytest.mark.inv("A1")
async def test_an_order_is_shown_where_it_was_sold_may_come_back_or_its_buyer_belongs(
    town: Town, hire: Hire
) -> None:
    ours, own, theirs = await two_stores(town)
    async with town.shop.begin() as tx:
        await open_shop(tx)
        sold = {
            (store, who): (await sell(tx, who, 9900, units={"tee": 1}, store=store, key=key)).id
            for key, (store, who) in enumerate((s, w) for s in "AB" for w in (own, theirs))
        }
    guide = held_by(Role.GUIDE)
    seen = {}
    for may in (guide, guide | {"checkout.return"}):
        async with hire(ours, may) as somebody:
            shown = [
                (await somebody.get(f"/till/orders/{one}")).status_code for one in sold.values()
            ]
            key = {"Idempotency-Key": f"{len(may)}"}
            sent = await somebody.post(f"/till/orders/{sold['B', own]}/shipment", headers=key)
            seen["checkout.return" in may] = [*shown, sent.status_code]
    assert seen == {False: [200, 200, 200, 404, 404], True: [200, 200, 200, 200, 404]}
