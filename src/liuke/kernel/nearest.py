"""Nearest: what a field that is not known may have been meant to be, by what type refused it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from msgspec import inspect

UNKNOWN = re.compile(r"Object contains unknown field `(.+?)`$", re.DOTALL)
STEP = re.compile(r"\.(\w+)|\[[^\]]*\]")
LISTED_MOST = 12


def unknown(reason: str, kind: Any, path: str) -> tuple[str, str] | None:
    """Return in English and Chinese what is said of a field that is not known; None of others.

    `kind` is the type that was asked for, and `path` where in it: `$.lines[0]`.
    """
    found = UNKNOWN.match(reason)
    if not found:
        return None
    name, known = found[1], fields_at(kind, path)
    if close := get_close_matches(name, known, 1):
        return (
            f"no field `{name}` here; did you mean `{close[0]}`?",
            f"没有 {name}，是 {close[0]} 吗？",
        )
    if not known or len(known) > LISTED_MOST:
        return f"no field `{name}` here", f"没有 {name} 这一项"
    told = ", ".join(f"`{one}`" for one in known)
    return f"no field `{name}` here; there are {told}", f"没有 {name}，可用的有 {'、'.join(known)}"


def fields_at(kind: Any, path: str) -> list[str]:
    """Return the names of all fields that what lies at a path may have, in order.

    >>> fields_at(int, "$.lines[0]")
    []
    """
    places = [inspect.type_info(kind)]
    for step in STEP.finditer(path):
        places = [below for one in places for below in _below(one, step[1])]
    names = [f.encode_name for one in places for s in _structs(one) for f in s.fields]
    return list(dict.fromkeys(names))


def _structs(place: inspect.Type) -> Iterator[inspect.StructType]:
    """Give the structs that a place may hold."""
    for one in _kinds(place):
        if isinstance(one, inspect.StructType):
            yield one


def _kinds(place: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(place, inspect.Metadata):
        yield from _kinds(place.type)
    elif isinstance(place, inspect.UnionType):
        for one in place.types:
            yield from _kinds(one)
    else:
        yield place


def _below(place: inspect.Type, name: str | None) -> Iterator[inspect.Type]:
    """Give what lies in a field of a place, or, without a name, what it lists."""
    for one in _kinds(place):
        if name is not None and isinstance(one, inspect.StructType):
            yield from (field.type for field in one.fields if field.encode_name == name)
        elif isinstance(one, inspect.ListType | inspect.VarTupleType):
            yield one.item_type
        elif isinstance(one, inspect.DictType):
            yield one.value_type
