"""An answer held against its description: status, media type, body, and the code of a refusal."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import httpx
import jsonschema_rs

from liuke.surfaces.described import description

DOCUMENT = json.loads(description())
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
JSON = "application/json"
PROBLEM = "application/problem+json"
# What is refused before anybody knows which route is meant.
NOWHERE = {"no_such_path", "method_not_allowed"}


@cache
def operations() -> dict[str, Any]:
    """Return what every route promises, by method and path."""
    return {
        f"{method.upper()} {path}": operation
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
    }


def fits(schema: dict[str, Any], value: Any, *, taken: bool = False) -> str:
    """Return why a value, given or `taken`, does not fit a schema; nothing if it does."""
    validator = _validator(json.dumps(schema), taken)
    wrong = next(validator.iter_errors(value), None)
    return "" if wrong is None else f"{list(wrong.instance_path)}: {wrong.message[:300]}"


@cache
def _validator(schema: str, taken: bool) -> jsonschema_rs.Draft202012Validator:  # noqa: FBT001 -- cached
    """Return the validator of a schema given as text; it is made once."""
    components = json.dumps(DOCUMENT["components"])
    if taken:  # a decimal is given as text, and taken as a number too
        components = re.sub(r'"type": "string", ("format": "decimal")', r"\1", components)
    whole = {**json.loads(schema), "components": json.loads(components)}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=not taken)


def body_schema(operation: Any) -> dict[str, Any] | None:
    """Return what a request's body must fit, if it has one."""
    if "requestBody" not in operation:
        return None
    schema: dict[str, Any] = operation["requestBody"]["content"][JSON]["schema"]
    return schema


@cache
def _pattern(label: str) -> re.Pattern[str]:
    parts = re.split(r"{\w+}", label.partition(" ")[2])
    return re.compile("[^/]+".join(map(re.escape, parts)))


def differs(label: str, answer: httpx.Response) -> str:
    """Return how an answer differs from what the route promises; nothing if it does not."""
    told = {} if answer.is_success else _problem(answer)
    if told.get("code") in NOWHERE:
        found = _pattern(label).fullmatch(answer.request.url.path)
        return "a path that is there is not found" if found else ""
    promised = operations()[label]["responses"].get(str(answer.status_code))
    if promised is None:
        return f"status {answer.status_code} is not described: {answer.text[:300]}"
    ((media, content),) = promised["content"].items()
    if answer.headers["content-type"].partition(";")[0] != media:
        return f"{answer.headers['content-type']} is not {media}"
    if why := fits(content["schema"], answer.json()):
        return f"body: {why}"
    return "" if answer.is_success else _code(promised["description"], answer, told)


def _problem(answer: httpx.Response) -> dict[str, Any]:
    return answer.json() if answer.headers.get("content-type") == PROBLEM else {}


def _code(description: str, answer: httpx.Response, told: dict[str, Any]) -> str:
    if told["status"] != answer.status_code or not told["title"] or not told["title_zh"]:
        return f"the problem is not itself: {answer.text[:300]}"
    known = re.findall(r"^`(\w+)`", description, re.MULTILINE)
    return "" if told["code"] in known else f"code {told['code']} is not described: {known}"
