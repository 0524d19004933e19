"""Bodies that fit a schema, and every way to spoil one of their parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

HOSTILE = [
    "NaN", "Infinity", "1e308", "-1e308", "-0", "-0.0", "-1", "0", "1.5", "1" + "0" * 30,
    "-9223372036854775809", '"１２"', '"-0"', '""', '"\\u0000"', '"\\ud800"', f'"{"x" * 70_000}"',
    '"\\u202e\\u200b"', '"0001-01-01T00:00:00Z"', '"9999-12-31T23:59:59Z"', "null", "true", "[]",
    "{}", "[[[[[]]]]]", '{"$ne": 1}', '{"a": {"b": {}}}',
]  # fmt: skip
BROKEN: list[bytes] = [
    b"", b"{", b"nul", b"\xff\xfe", b"[" * 20_000, b"[" * 900 + b"]" * 900,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000, b'"\xed\xa0\x80"', b"[1,]", b"[]" * 2, b"{}",
    b"[{}]", b"[null]", b"null", b'{"no_such_field": 1}',
]  # fmt: skip


class Raw(str):
    """JSON text that is put in as it is."""

    __slots__ = ()


def sample(schema: dict[str, Any], schemas: dict[str, Any], depth: int = 0) -> Any:
    """Return a value that fits a schema, with every field it has."""
    if "$ref" in schema:
        return sample(schemas[schema["$ref"].rpartition("/")[2]], schemas, depth + 1)
    if depth > 8:
        return None
    for known in ("const", "default"):
        if schema.get(known) is not None:
            return schema[known]
    if found := schema.get("examples") or schema.get("enum"):
        return found[0]
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        solid = [one for one in choices if one.get("type") != "null"]
        return sample(solid[0], schemas, depth + 1)
    return _plain(schema, schemas, depth)


TEXTS = {"date-time": "2026-03-01T12:00:00Z", "date": "2026-03-01", "decimal": "1.5"}


def _plain(schema: dict[str, Any], schemas: dict[str, Any], depth: int) -> Any:
    kind = schema.get("type")
    if kind == "object":
        fields = schema.get("properties", {})
        return {name: sample(of, schemas, depth + 1) for name, of in fields.items()}
    if kind == "array":
        items = schema.get("prefixItems") or [schema.get("items") or {}]
        return [sample(item, schemas, depth + 1) for item in items if item is not False]
    if kind == "string":
        return TEXTS.get(schema.get("format", ""), "text")
    least = max(1, schema.get("minimum", 1))
    return {"integer": least, "number": least, "boolean": True}.get(kind or "")


def spoiled(value: Any) -> Iterator[bytes]:
    """Give a body as often as it has parts, each time with one part replaced."""
    paths = list(_paths(value))
    for number, path in enumerate(paths):
        # Every part meets a few of the hostile values, all parts together meet them all.
        for offset in range(2):
            hostile = HOSTILE[(number * 2 + offset * 7) % len(HOSTILE)]
            yield _text(_with(value, path, Raw(hostile))).encode("utf-8", "surrogatepass")


def _paths(value: Any) -> Iterator[tuple[Any, ...]]:
    parts = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in parts:
        part = value[key]
        yield (key,)
        for rest in _paths(part):
            yield (key, *rest)


def _with(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    changed = dict(value) if isinstance(value, dict) else list(value)
    changed[path[0]] = _with(value[path[0]], path[1:], new)
    return changed


def _text(value: Any) -> str:
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{_text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_text, value)) + "]"
    return json.dumps(value)
