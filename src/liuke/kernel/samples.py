"""Samples: a value that fits a JSON Schema, for the examples of the description."""

from __future__ import annotations

import re
from typing import Any

DEPTH_MAX = 14
DEPTH_FULL = 7


def plain_sample(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Return a value that fits a schema, with what must be there or names an example of its own.

    >>> plain_sample({"type": "object", "properties": {"id": {"type": "string"}}}, {})
    {}
    """
    return sample(schema, schemas, whole=False)


def sample(
    schema: dict[str, Any], schemas: dict[str, Any], depth: int = 0, *, whole: bool = True
) -> Any:
    """Return a value that fits a schema, with every field it has.

    >>> sample({"type": "array", "items": {"type": "integer", "minimum": 5}}, {})
    [5]
    """
    if "$ref" in schema:
        found = schemas[schema["$ref"].rpartition("/")[2]]
        return sample(found, schemas, depth + 1, whole=whole)
    if depth > DEPTH_MAX:
        return None
    known = [schema[word] for word in ("const", "default") if schema.get(word) is not None]
    if told := [*schema.get("examples", ()), *known, *schema.get("enum", ())]:
        return told[0]
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        solid = [one for one in choices if one.get("type") != "null"]
        return sample(solid[0], schemas, depth + 1, whole=whole)
    return _plain(schema, schemas, depth, whole=whole)


WORDS = (
    "text", "spring", "A1", "12:00", "123456", "CNY", "2026-03-01", "+8613800138000",
    "a@example.com", "text-text-text-text", "A" * 32, "a" * 64, "0" * 20,
)  # fmt: skip
TEXTS = {"date-time": "2026-03-01T12:00:00Z", "date": "2026-03-01", "decimal": "1.5"}


def _plain(schema: dict[str, Any], schemas: dict[str, Any], depth: int, *, whole: bool) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return {
            name: sample(of, schemas, depth + 1, whole=whole)
            for name, of in schema.get("properties", {}).items()
            if whole or name in schema.get("required", ()) or "examples" in of
        }
    if kind == "array":
        if depth > DEPTH_FULL and not schema.get("minItems"):
            return []
        items = schema.get("prefixItems") or [schema.get("items") or {}]
        return [sample(it, schemas, depth + 1, whole=whole) for it in items if it is not False]
    if kind == "string":
        return TEXTS.get(schema.get("format", "")) or _text(schema)
    least = max(1, schema.get("minimum", 1))
    return {"integer": least, "number": least, "boolean": True}.get(kind or "")


def _text(schema: dict[str, Any]) -> str:
    least, most = schema.get("minLength", 0), schema.get("maxLength", len(WORDS[-2]))
    pattern = schema.get("pattern", "")
    fitting = (w for w in WORDS if least <= len(w) <= most and re.search(pattern, w))
    return next(fitting, WORDS[0])
