"""The interface describes itself, truly and without help from outside."""

from __future__ import annotations

import json
import re

import schemathesis

from liuke.kernel.web import body_of
from liuke.surfaces.described import description, operations
from liuke.surfaces.routes import collect_routes
from tests.surfaces.conftest import Town


def test_every_route_is_described_and_the_document_is_valid() -> None:
    made = json.loads(description())
    described = {(method.upper(), path) for path, of in made["paths"].items() for method in of}
    assert described == {(o.route.method, o.path) for o in operations(collect_routes())}
    schemathesis.openapi.from_dict(made).validate()


def test_every_operation_names_its_refusals_and_its_permission() -> None:
    for path, methods in json.loads(description())["paths"].items():
        for operation in methods.values():
            if operation["x-permission"]:
                assert {"401", "403", "422"} <= set(operation["responses"]), path


def test_ids_are_described_by_their_pattern() -> None:
    parameters = json.loads(description())["paths"]["/v1/keys/{key_id}"]["delete"]["parameters"]
    assert re.match(r"\^key_", parameters[0]["schema"]["pattern"])


async def test_the_try_out_page_needs_nothing_from_outside(town: Town) -> None:
    async with town.client() as client:
        page = await client.get("/docs")
        script, style = await client.get("/docs/docs.js"), await client.get("/docs/docs.css")
        document = await client.get("/openapi.json")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "://" not in page.text + style.text + script.text
    assert "<script>" not in page.text
    assert " style=" not in page.text
    assert document.json()["openapi"] == "3.1.0"


def test_every_body_has_an_example_its_route_can_read() -> None:
    made = json.loads(description())
    for operation in operations(collect_routes()):
        if operation.route.body is None:
            continue
        about = made["paths"][operation.path][operation.route.method.lower()]
        example = about["requestBody"]["content"]["application/json"]["example"]
        assert body_of(operation.route.body, json.dumps(example).encode()) is not None


def test_no_route_lists_a_fault_of_ours_among_its_answers() -> None:
    made = json.loads(description())["paths"].values()
    listed = {status for path in made for about in path.values() for status in about["responses"]}
    assert {status for status in listed if status >= "500"} == {"503"}
