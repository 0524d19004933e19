"""OpenAPI: the routes as a 3.1 document, from the same declarations that serve them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

import msgspec

from liuke.kernel.answers import KeyInFlight, KeyMissing, KeyReused, ShownOnce
from liuke.kernel.db import Contended, DatabaseAway, TookTooLong
from liuke.kernel.ids import Id, MemberId
from liuke.kernel.problems import Problem, Unauthenticated, Unstorable
from liuke.kernel.samples import plain_sample
from liuke.kernel.tx import UnknownMembers
from liuke.kernel.web import HEADERS, Malformed, NotPermitted, Repeat, Route

JSON = "application/json"
PROBLEM = "application/problem+json"
REF = "#/components/schemas/{name}"
SECURED: list[dict[str, list[str]]] = [{"session": []}, {"key": []}]


class Operation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A route and the path it is served at."""

    path: str
    route: Route
    beside: tuple[type[Problem], ...] = ()  # what where it is served refuses before it is asked


def document(operations: Sequence[Operation], *, version: str, about: str) -> dict[str, Any]:
    """Return the whole document, every body with an example that fits."""
    routes = [operation.route for operation in operations]
    kinds = [kind for route in routes for kind in (route.body, route.result)]
    schemas, components = msgspec.json.schema_components(
        [kind if kind is not None else type(None) for kind in kinds],
        schema_hook=_schema_of, ref_template=REF,
    )  # fmt: skip
    for component in components.values():
        _mark_instants(component)
    pairs = zip(schemas[0::2], schemas[1::2], strict=True)
    paths: dict[str, dict[str, Any]] = {}
    for operation, pair in zip(operations, pairs, strict=True):
        method = operation.route.method.lower()
        paths.setdefault(operation.path, {})[method] = _operation(operation, *pair)
        components |= _params(operation.route)[1]
    used = _reachable(paths, components)
    _exemplify(paths, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Liuke 留客", "version": version, "description": f"{ABOUT} {about}"},
        "security": SECURED,
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": SCHEMES,
            "schemas": {name: components[name] for name in sorted(used)} | {"Problem": PROBLEMS},
        },
    }


ABOUT = (
    "Amounts are integer minor units, points integers, times ISO 8601 with zone. Ids are"
    " prefixed text. Lists page by the opaque `after`. A refusal is an RFC 9457 problem with a"
    " stable `code`. Limits come back as `X-Rate-Limit-Limit`, `-Remaining`, `-Reset` (seconds)"
    " and, on 429, `Retry-After`."
)
SCHEMES = {
    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-liuke"},
    "key": {"type": "http", "scheme": "bearer", "description": "An API key, `lk_<id>.<secret>`."},
}
SAME = "The same key and body give the same answer, for at least a day."
AGAIN = {
    Repeat.HONOURED: f"{SAME} Sent again without one, it changes nothing more.",
    Repeat.DEMANDED: SAME,
    Repeat.ONCE: "The same key and body are refused as done: what was answered is shown once only.",
}
PROBLEMS = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457; further members are the facts of the code.",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "title": {"type": "string"},
        "title_zh": {"type": "string"},
    },
    "required": ["type", "status", "code", "title", "title_zh"],
}


def _schema_of(kind: type) -> dict[str, Any]:
    """Describe what msgspec does not know: ids."""
    if issubclass(kind, Id):
        return {
            "type": "string",
            "pattern": kind.shape(),
            "description": (inspect.getdoc(kind) or "").partition("\n")[0],
            "examples": [str(kind.example())],
        }
    raise NotImplementedError(kind.__name__)


def _mark_instants(component: dict[str, Any]) -> None:
    """Say that `…_at` is a date and time: the name means it, the plain type does not say it."""
    for name, kind in component.get("properties", {}).items():
        if name == "at" or name.endswith(("_at", "_from", "_until")):
            for choice in (kind, *kind.get("anyOf", ())):
                if choice.get("type") == "string":
                    choice.setdefault("format", "date-time")


def _exemplify(paths: dict[str, dict[str, Any]], components: dict[str, Any]) -> None:
    for methods in paths.values():
        for operation in methods.values():
            if "requestBody" in operation:
                content = operation["requestBody"]["content"][JSON]
                content["example"] = plain_sample(content["schema"], components)


def _params(route: Route) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of a route's parameters, and of what they refer to."""
    _, components = msgspec.json.schema_components(
        [route.params], schema_hook=_schema_of, ref_template=REF
    )
    return components.pop(route.params.__name__), components


def _operation(
    operation: Operation, body: dict[str, Any], result: dict[str, Any]
) -> dict[str, Any]:
    route = operation.route
    about: dict[str, Any] = {
        "operationId": f"{route.handler.__module__.split('.')[2]}.{route.name}",
        "summary": route.summary.rstrip("."),
        "tags": [_tag(operation.path)],
        "x-permission": route.may,
        "parameters": [*_parameters(operation, _params(route)[0])],
        "responses": {str(route.status): _content("Done.", JSON, result), **_refusals(operation)},
    }
    if route.body is not None:
        about["requestBody"] = {"required": True, "content": {JSON: {"schema": body}}}
    if not route.may:
        about["security"] = []
    return about


def _tag(path: str) -> str:
    """Group by the first word that is not the version: `/v1/points/…` is points."""
    words = [word for word in path.strip("/").split("/") if word != "v1"]
    return words[0]


def _parameters(operation: Operation, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    in_path = set(re.findall(r"{(\w+)}", operation.path))
    for name, kind in schema.get("properties", {}).items():
        place = "path" if name in in_path else "header" if name in HEADERS else "query"
        yield {
            "name": name.replace("_", "-").title() if place == "header" else name,
            "in": place,
            "required": place == "path" or name in schema.get("required", ()),
            "schema": kind,
        }
    if operation.route.repeat:
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": operation.route.keyed,
            "description": AGAIN[operation.route.repeat],
            "schema": {"type": "string", "minLength": 1, "maxLength": 255},
        }


def _content(description: str, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": schema}}}


def _refusals(operation: Operation) -> dict[str, Any]:
    found: dict[int, list[type[Problem]]] = {}
    for problem in (*problems(operation.route), *operation.beside):
        found.setdefault(problem.status, []).append(problem)
    return {
        str(status): _content(
            "\n".join(f"`{p.code()}`: {p.title}" for p in kinds), PROBLEM,
            {"$ref": REF.format(name="Problem")},
        )
        for status, kinds in sorted(found.items())
    }  # fmt: skip


def problems(route: Route) -> list[type[Problem]]:
    """Return what a route refuses: by its own `Raises:`, and by those of what it calls."""
    named = {(name, _part(f)) for f in _called(route.handler) for name in raises(f)}
    # What passes on whatever refuses names no refusal of its own; a fault of ours is none.
    kinds = sorted(set(_kinds(Problem)) - {Problem}, key=lambda kind: kind.__module__)
    known, own = {k.__name__: k for k in kinds}, {(k.__name__, _part(k)): k for k in kinds}
    found = {own.get((name, part), known[name]) for name, part in named if name in known}
    found.add(Malformed)
    if route.may:
        found |= {Unauthenticated, NotPermitted, DatabaseAway, TookTooLong, Contended, Unstorable}
    if route.repeat:
        found |= {KeyReused, KeyInFlight, *([KeyMissing] if route.keyed else [])}
    if route.repeat is Repeat.ONCE:
        found.add(ShownOnce)
    if not route.counter and _names_member(route.params, route.body):
        found.add(UnknownMembers)
    return sorted(found, key=lambda kind: (kind.status, kind.code()))


def _names_member(*kinds: Any) -> bool:
    """Tell whether a type holds a member's id, however deep."""
    waiting, seen = list(kinds), set[int]()
    while waiting:
        kind = waiting.pop()
        if id(kind) not in seen and isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            waiting += [field.type for field in msgspec.structs.fields(kind)]
        seen.add(id(kind))
        waiting += get_args(kind)
    return id(MemberId) in seen


def _part(made: Any) -> str:
    """Return the domain, or the place beside them, where something is: `liuke.domains.points`."""
    return ".".join(made.__module__.split(".")[:3])


def raises(function: Any) -> list[str]:
    """Return the names under `Raises:` in a docstring.

    >>> raises(problems)
    []
    """
    _, _, section = (inspect.getdoc(function) or "").partition("Raises:")
    return re.findall(r"^\s+(\w+):", section, re.MULTILINE)


def _called(handler: Any) -> Iterator[Any]:
    """Give a handler and the functions it names in its code, one level deep."""
    yield handler
    code, places = handler.__code__, handler.__globals__
    for name in code.co_names:
        found = places.get(name)
        if inspect.ismodule(found):
            yield from (getattr(found, inner, None) for inner in code.co_names)
        elif inspect.isfunction(found):
            yield found


def _kinds(kind: type[Problem]) -> Iterator[type[Problem]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)


def _reachable(paths: Any, components: dict[str, Any]) -> set[str]:
    """Return the schemas that the paths use, directly or not."""
    found: set[str] = set()
    waiting = list(_references(paths))
    while waiting:
        name = waiting.pop()
        if name not in found and name in components:
            found.add(name)
            waiting += _references(components[name])
    return found


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].rpartition("/")[2]
        parts: Iterable[Any] = node.values()
    else:
        parts = node if isinstance(node, list) else ()
    for part in parts:
        yield from _references(part)
