"""Whatever comes in, the answer is a value or a refusal; never a crash, never a leak."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

import httpx
import pytest
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from liuke.domains import programme
from liuke.domains.access import POLICY
from liuke.kernel.actor import Actor
from liuke.kernel.ids import Id
from liuke.kernel.samples import sample
from liuke.kernel.web import Route
from liuke.surfaces.described import description
from liuke.surfaces.routes import collect_routes, public_path
from tests import make
from tests.surfaces.conftest import Town
from tests.surfaces.samples import BROKEN, HOSTILE, spoiled
from tests.torture.figures import Figure

DOCUMENT = json.loads(description())
SCHEMAS = DOCUMENT["components"]["schemas"]
ROUTES = collect_routes()
WITH_BODY = [route for route in ROUTES if route.body is not None]
NAMES = [f"{route.method} {route.path}" for route in WITH_BODY]
ONES: dict[str, Id] = {}
BEARER: dict[str, str] = {}
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
OPERATIONS = [
    found.ok()
    for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
    if isinstance(found, Ok) and found.ok().definition.raw["x-permission"]
]
Operation: TypeAlias = APIOperation[Any, Any, Any, Any]
# Of the hundred thousand calls of the long run, those that each operation gets.
CALLS = 100_000
EACH = -(-CALLS // len(OPERATIONS))


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


def bodies(route: Route) -> Iterator[bytes]:
    operation = DOCUMENT["paths"][public_path(route)][route.method.lower()]
    schema: dict[str, Any] = operation["requestBody"]["content"]["application/json"]["schema"]
    yield from BROKEN
    yield from spoiled(sample(schema, SCHEMAS))


def broke(answer: httpx.Response) -> bool:
    """Tell whether something broke; this application has no lake, and says so."""
    return answer.status_code >= 500 and "lake_unavailable" not in answer.text


@pytest.mark.inv("C7")
@pytest.mark.parametrize("route", WITH_BODY, ids=NAMES)
async def test_a_hostile_body_is_refused_and_breaks_nothing(
    anyone: httpx.AsyncClient, route: Route
) -> None:
    path, wrong = address(route), []
    for number, body in enumerate(bodies(route)):
        headers = {"Idempotency-Key": f"k{number}"}
        content = real(body.decode("latin-1")).encode("latin-1")
        answer = await anyone.request(route.method, path, content=content, headers=headers)
        if broke(answer):
            wrong.append((answer.status_code, body[:300], answer.text[:200]))
    assert wrong == []


@pytest.mark.inv("C7")
async def test_hostile_parameters_are_refused_and_break_nothing(anyone: httpx.AsyncClient) -> None:
    hostile = [*(json.loads(h, strict=False) if h[0] == '"' else h for h in HOSTILE), "%00", "../x"]
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
                if broke(answer):
                    wrong.append((str(url)[:200], answer.status_code))
    assert wrong == []


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


@cache
def cases(label: str, mode: GenerationMode) -> st.SearchStrategy[Any]:
    """Return what an operation may be sent, fit or unfit; it is made once, which takes long."""
    operation = next(one for one in OPERATIONS if one.label == label)
    return operation.as_strategy(generation_mode=mode)


async def ask(anyone: httpx.AsyncClient, operation: Operation, data: st.DataObject) -> str:
    """Send one generated request; return its answer's status, if its description names that."""
    made = cases(operation.label, data.draw(st.sampled_from(MODES)))
    sent = data.draw(made, label="case").as_transport_kwargs(base_url=str(anyone.base_url))
    headers = {name: value for name, value in sent["headers"].items() if value.isascii()}
    answer = await anyone.request(
        sent["method"], sent["url"], params=sent.get("params"), json=sent.get("json"),
        content=sent.get("data"), headers={**headers, "Authorization": BEARER["is"]},
    )  # fmt: skip
    documented, status = operation.definition.raw["responses"], str(answer.status_code)
    assert not broke(answer), answer.text
    assert status in {*documented, "400", "404", "405", "409", "422"}, answer.text
    return status


@pytest.mark.inv("C7")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
async def test_generated_requests_get_only_documented_answers(
    anyone: httpx.AsyncClient, data: st.DataObject
) -> None:
    await ask(anyone, data.draw(st.sampled_from(OPERATIONS), label="operation"), data)


@pytest.fixture(scope="module")
def answers(figure: Figure) -> Iterator[Counter[str]]:
    """Count the answers of the long run by status, and publish them."""
    counted: Counter[str] = Counter()
    yield counted
    if counted:
        figure("fuzz", calls=counted.total(), **dict(sorted(counted.items())))


@pytest.mark.torture
@pytest.mark.inv("C7")
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
@settings(max_examples=EACH, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_a_hundred_thousand_generated_requests_break_nothing(
    anyone: httpx.AsyncClient, operation: Operation, answers: Counter[str], data: st.DataObject
) -> None:
    answers[await ask(anyone, operation, data)] += 1


@pytest.mark.torture
@pytest.mark.inv("C7")
def test_the_long_run_was_a_hundred_thousand_calls(answers: Counter[str]) -> None:
    assert answers.total() >= CALLS
