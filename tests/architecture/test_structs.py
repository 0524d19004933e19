"""Every struct refuses what it does not know."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import pytest

from liuke.domains.programme.document import document_type
from liuke.kernel.actions import ACTIONS
from liuke.kernel.values import Value
from liuke.surfaces.routes import collect_routes
from tests.architecture.modules import modules


def structs(kind: type[msgspec.Struct] = msgspec.Struct) -> Iterator[type[msgspec.Struct]]:
    """Give every struct of the product."""
    for child in kind.__subclasses__():
        if child.__module__.startswith("liuke") and is_written(child):
            yield child
        yield from structs(child)


def is_written(kind: type) -> bool:
    """Tell what we wrote from what a framework made in our module's name."""
    return getattr(sys.modules[kind.__module__], kind.__name__, None) is kind


@pytest.mark.inv("A16")
def test_every_struct_refuses_unknown_fields() -> None:
    assert modules()
    loose = {
        f"{kind.__module__}.{kind.__name__}"
        for kind in structs()
        if not kind.__struct_config__.forbid_unknown_fields
    }
    assert loose == set()


def test_every_value_is_frozen() -> None:
    loose = {kind.__name__ for kind in structs(Value) if not kind.__struct_config__.frozen}
    assert loose == set()


def naive(kind: Any) -> Iterator[str]:
    """Give the instants below a type that would be taken without saying where on earth."""
    todo, seen = [(msgspec.inspect.type_info(kind), str(kind))], set[type]()
    while todo:
        found, where = todo.pop()
        if isinstance(found, msgspec.inspect.DateTimeType) and found.tz is not True:
            yield where
        if isinstance(found, msgspec.inspect.StructType):
            if found.cls not in seen:
                seen.add(found.cls)
                todo += [(f.type, f"{found.cls.__qualname__}.{f.name}") for f in found.fields]
            continue
        for name in found.__struct_fields__:
            part = getattr(found, name)
            parts = part if isinstance(part, tuple) else (part,)
            todo += [(one, where) for one in parts if isinstance(one, msgspec.inspect.Type)]


@pytest.mark.inv("A16")
def test_no_instant_comes_in_without_its_zone() -> None:
    bodies = [route.body for route in collect_routes() if route.body is not None]
    asked = [route.params for route in collect_routes()]
    deeds = [action.params for action in ACTIONS.values()]
    taken = [*bodies, *asked, *deeds, document_type()]
    assert sorted({where for kind in taken for where in naive(kind)}) == []
    assert list(naive(Unzoned)) == ["Unzoned.at"]


class Unzoned(Value, frozen=True):
    """What the walk must find."""

    at: datetime | None = None
