"""Whatever comes in, the answer is a value or a refusal; never a crash, never a leak."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from liuke.domains import programme
from liuke.domains.access import POLICY
from liuke.kernel.actor import Actor
from liuke.kernel.ids import Id
from liuke.kernel.openapi import Operation
from liuke.kernel.samples import sample
from liuke.kernel.web import Route
from liuke.surfaces.described import operations
from liuke.surfaces.routes import collect_routes, public_path
from tests import make
from tests.surfaces.conformance import DOCUMENT, SCHEMAS, differs
from tests.surfaces.conftest import ORIGIN, Town
from tests.surfaces.samples import BROKEN, HOSTILE, spoiled

ROUTES = collect_routes()
# What is asked before anybody is known: signing in, setting up, codes to a phone.
DOORS = [one for one in operations(ROUTES) if not one.route.may and one.route.body is not None]
INJECTED = [
    "' OR 1=1 --", "x'; DROP TABLE members_member; --", "1) OR pg_sleep(9) IS NULL --",
    "id DESC, (SELECT secret FROM access_key)", '"; SELECT 1; --', "\\'||current_user||\\'",
]  # fmt: skip
GUESSED = ["sortKey", "sort", "order", "orderBy", "level", "cateId", "city", "keywords", "lat"]
WITH_BODY = [route for route in ROUTES if route.body is not None]
NAMES = [f"{route.method} {route.path}" for route in WITH_BODY]
ONES: dict[str, Id] = {}
BEARER: dict[str, str] = {}


@pytest_asyncio.fixture(loop_scope="session")
async def anyone(town: Town, monkeypatch: pytest.MonkeyPatch) -> httpx.AsyncClient:
    """Return a client of this shop with every permission there is."""
    async with town.shop.begin() as tx:
        ONES["mem"], ONES["sto"] = (await make.members(tx))[0], await make.store(tx)
    actor = Actor(town.shop.actor.merchant_id, "key", "key_" + "0" * 32, frozenset(POLICY))

    async def by_key(*_given: object) -> Actor:
        await asyncio.sleep(0)
        return actor

    monkeypatch.setattr("liuke.domains.access.by_key", by_key)
    BEARER["is"] = f"Bearer {town.shop.actor.merchant_id}"
    return town.client(authorization=BEARER["is"])


def real(text: str) -> str:
    """Put a member and a store that exist where the examples stand."""
    return re.sub(r"(mem|sto)_0190f3c27d1a7bbb8000000000000001", lambda m: str(ONES[m[1]]), text)


def address(route: Route) -> str:
    operation = DOCUMENT["paths"][public_path(route)][route.method.lower()]
    values = {p["name"]: sample(p["schema"], SCHEMAS) for p in operation["parameters"]}
    return real(re.sub(r"{(\w+)}", lambda m: str(values[m[1]]), public_path(route)))


def bodies(method: str, path: str) -> Iterator[bytes]:
    operation = DOCUMENT["paths"][path][method.lower()]
    schema: dict[str, Any] = operation["requestBody"]["content"]["application/json"]["schema"]
    yield from BROKEN
    yield from spoiled(sample(schema, SCHEMAS))


def broke(answer: httpx.Response) -> str:
    """Say that something broke; this application has no lake, and says so."""
    fine = answer.status_code < 500 or "lake_unavailable" in answer.text
    return "" if fine else f"status {answer.status_code}"


@pytest.mark.slow
@pytest.mark.inv("C7")
@pytest.mark.parametrize("route", WITH_BODY, ids=NAMES)
async def test_a_hostile_body_is_refused_and_breaks_nothing(
    anyone: httpx.AsyncClient, route: Route
) -> None:
    path, wrong = address(route), []
    for number, body in enumerate(bodies(route.method, public_path(route))):
        headers = {"Idempotency-Key": f"k{number}"}
        content = real(body.decode("latin-1")).encode("latin-1")
        answer = await anyone.request(route.method, path, content=content, headers=headers)
        if why := broke(answer) or differs(f"{route.method} {public_path(route)}", answer):
            wrong.append((why, body[:300], answer.text[:200]))
    assert wrong == []


@pytest.mark.inv("C7")
@pytest.mark.parametrize("door", DOORS, ids=[f"{d.route.method} {d.path}" for d in DOORS])
async def test_a_hostile_body_at_a_door_is_refused_and_breaks_nothing(
    town: Town, door: Operation
) -> None:
    method, wrong = door.route.method, []
    async with town.client(origin=ORIGIN, **{"x-liuke": "1"}) as nobody:
        for body in bodies(method, door.path):
            answer = await nobody.request(method, door.path, content=body)
            if why := broke(answer) or differs(f"{method} {door.path}", answer):
                wrong.append((why, body[:300], answer.text[:200]))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.inv("C7")
@pytest.mark.inv("A5")
async def test_hostile_parameters_are_refused_and_break_nothing(anyone: httpx.AsyncClient) -> None:
    hostile = [*(json.loads(h, strict=False) if h[0] == '"' else h for h in HOSTILE), "%00", "../x"]
    hostile += INJECTED
    wrong = []
    for route in ROUTES:
        if route.method != "GET":
            continue
        for value in hostile:
            text = str(value).encode("utf-8", "surrogatepass")[:2000]
            for name in route.params.__struct_fields__:
                path = re.sub(r"{\w+}", "x", public_path(route))
                url = httpx.URL(path, params={name: text.decode("utf-8", "replace")})
                if "{" + name + "}" in route.path:
                    quoted = "".join(f"%{byte:02x}" for byte in text) or "x"
                    url = httpx.URL(path.replace("/x", f"/{quoted}", 1))
                answer = await anyone.get(url)
                if why := broke(answer) or differs(f"GET {public_path(route)}", answer):
                    wrong.append((str(url)[:200], why))
    assert wrong == []


@pytest.mark.inv("A5")
async def test_no_list_sorts_or_filters_by_a_name_from_outside(anyone: httpx.AsyncClient) -> None:
    taken = []
    for number, route in enumerate(route for route in ROUTES if route.method == "GET"):
        name, value = GUESSED[number % len(GUESSED)], INJECTED[number % len(INJECTED)]
        answer = await anyone.get(re.sub(r"{\w+}", "x", public_path(route)), params={name: value})
        if (answer.status_code, answer.json()["code"]) != (422, "malformed"):
            taken.append((route.path, name, answer.text[:200]))
    assert taken == []


@pytest.mark.inv("A16")
@pytest.mark.parametrize("route", WITH_BODY, ids=NAMES)
async def test_a_field_nobody_declared_is_refused(anyone: httpx.AsyncClient, route: Route) -> None:
    operation = DOCUMENT["paths"][public_path(route)][route.method.lower()]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    made = sample(schema, SCHEMAS)
    target = made[0] if isinstance(made, list) else made
    if not isinstance(target, dict) or "properties" not in str(SCHEMAS):
        pytest.skip("its body has no fields")
    if not target:
        pytest.skip("its body is free")
    target["no_such_field"] = 1
    headers = {"Idempotency-Key": "k"}
    answer = await anyone.request(route.method, address(route), json=made, headers=headers)
    assert answer.status_code == 422, answer.text


async def test_a_path_or_method_that_is_not_there_is_a_problem(town: Town) -> None:
    async with town.client() as client:
        lost = await client.get("/v1/nothing/here")
        wrong = await client.delete("/v1/me")
    assert (lost.status_code, lost.json()["code"]) == (404, "no_such_path")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in wrong.headers["allow"]
    assert lost.headers["content-type"] == "application/problem+json"


async def test_a_body_over_a_megabyte_is_refused(anyone: httpx.AsyncClient) -> None:
    answer = await anyone.post("/v1/programmes/checks", content=b" " * 1_000_001)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.inv("C7")
@pytest.mark.inv("I8")
@pytest.mark.parametrize("code", [template.code for template in programme.templates()])
async def test_a_hostile_programme_is_refused_and_breaks_nothing(
    anyone: httpx.AsyncClient, code: str
) -> None:
    wrong = []
    for number, body in enumerate(spoiled(programme.template(code))):
        if number % 17 == 0:
            answer = await anyone.post("/v1/programmes/checks", content=body)
            if answer.status_code >= 500:
                wrong.append((body[:200], answer.text[:200]))
    assert wrong == []


@pytest.mark.inv("C7")
@pytest.mark.parametrize(
    ("code", "sheet", "content", "columns"),
    [
        ("header_unknown", "members", "x,y\n1,2\n", {}),
        ("columns_doubled", "balances", "phone,phone\n1,2\n", {}),
        ("columns_missing", "balances", "name\nWang Fang\n", {}),
        ("unknown_columns", "balances", "phone\n13800138000\n", {"nowhere": "phone"}),
    ],
)
async def test_what_is_wrong_with_the_columns_of_a_file_is_described(
    anyone: httpx.AsyncClient, code: str, sheet: str, content: str, columns: dict[str, str]
) -> None:
    file = {"sheet": sheet, "file": "a.csv", "content": content, "columns": columns}
    for path in ("/v1/imports", "/v1/imports/rehearsals"):
        answer = await anyone.post(path, json=file, headers={"Idempotency-Key": path})
        assert (answer.json().get("code"), differs(f"POST {path}", answer)) == (code, "")
