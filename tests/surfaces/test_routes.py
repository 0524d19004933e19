"""Every route asks for a permission of the policy, and gets nobody in who lacks it."""

from __future__ import annotations

import re

import httpx
import msgspec
import pytest

from liuke.domains.access import POLICY, Role, held_by, held_by_key
from liuke.kernel.ids import from_wire
from liuke.kernel.web import Route
from liuke.surfaces import upkeep
from liuke.surfaces.routes import collect_routes, public_path
from tests.surfaces.conftest import Town

ROUTES = [*collect_routes(), *upkeep.routes(upkeep.Upkeep())]
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
