"""web/client/src/api.ts: the types of every route, as `make docs` writes and tests compare it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from liuke.surfaces.described import description

HEAD = "// Written by `make docs` from docs/reference/openapi.json; never edited.\n"
PLAIN = {
    "string": "string", "integer": "number", "number": "number", "boolean": "boolean",
    "null": "null",
}  # fmt: skip
METHODS = ("get", "post", "put", "delete", "patch")
Schema = Mapping[str, Any]


def page() -> str:
    """Return the file."""
    document = json.loads(description())
    schemas = document["components"]["schemas"]
    types = "\n".join(f"export type {_name(key)} = {_type(kind)};" for key, kind in schemas.items())
    routes = "\n".join(_routes(document["paths"]))
    return f"{HEAD}\n{types}\n\nexport interface Routes {{\n{routes}\n}}\n"


def _name(key: str) -> str:
    return re.sub(r"\W+", "_", key).strip("_")


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return _name(schema["$ref"].rsplit("/", 1)[-1])
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(f"({_type(one)})" for one in schema["anyOf"]))
    kinds = schema.get("type") or ()
    return _of_kinds([kinds] if isinstance(kinds, str) else kinds, schema)


def _of_kinds(kinds: Sequence[str], schema: Schema) -> str:
    made = {"array": _array, "object": _object}
    return " | ".join(made[kind](schema) if kind in made else PLAIN[kind] for kind in kinds) or (
        "unknown"
    )


def _array(schema: Schema) -> str:
    if "prefixItems" in schema:
        return "[" + ", ".join(_type(one) for one in schema["prefixItems"]) + "]"
    items = schema.get("items")
    return f"({_type(items)})[]" if isinstance(items, Mapping) else "unknown[]"


def _object(schema: Schema) -> str:
    properties = schema.get("properties")
    if not properties:
        rest = schema.get("additionalProperties")
        value = _type(rest) if isinstance(rest, Mapping) else "unknown"
        return f"Record<string, {value}>"
    required = set(schema.get("required", ()))
    fields = [
        f"{json.dumps(key)}{'' if key in required else '?'}: {_type(kind)}"
        for key, kind in properties.items()
    ]
    return "{ " + "; ".join(fields) + " }"


def _routes(paths: Mapping[str, Schema]) -> Iterator[str]:
    for path, methods in paths.items():
        for method in METHODS:
            if method in methods:
                yield f'  "{method.upper()} {path}": {_route(methods[method])};'


def _route(found: Schema) -> str:
    parameters = found.get("parameters", ())
    body = _content(found.get("requestBody", {}))
    given = [
        *_given("path", parameters),
        *_given("query", parameters),
        *([f"body: {body}"] if body else []),
    ]
    done: Schema = next(
        (kind for code, kind in found["responses"].items() if code.startswith("2")), {}
    )
    answer = _content(done) or "unknown"
    return f"{{ given: {{ {'; '.join(given)} }}; answer: {answer} }}"


def _given(place: str, parameters: Sequence[Schema]) -> Iterator[str]:
    found = [one for one in parameters if one["in"] == place]
    fields = [
        f"{json.dumps(one['name'])}{'' if one.get('required') else '?'}: {_type(one['schema'])}"
        for one in found
    ]
    if found:
        needed = any(one.get("required") for one in found)
        yield f"{place}{'' if needed else '?'}: {{ {'; '.join(fields)} }}"


def _content(part: Schema) -> str:
    schema = part.get("content", {}).get("application/json", {}).get("schema")
    return _type(schema) if schema else ""
