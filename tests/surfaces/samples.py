"""Bodies that fit a schema, and every way to spoil one of their parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

HOSTILE = [
    "NaN", "Infinity", "1e308", "-1e308", "-0", "-0.0", "-1", "0", "1.5", "1" + "0" * 30,
    "-9223372036854775809", '"１２"', '"-0"', '""', '"\\u0000"', '"\\ud800"', f'"{"x" * 70_000}"',
    '"\\u202e\\u200b"', '"0001-01-01T00:00:00Z"', '"2026-03-01T12:00:00"',
    '"9999-12-31T23:59:59Z"', "null", "true", "[]",
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
