"""Every struct refuses what it does not know."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import msgspec
import pytest

from liuke.kernel.values import Value
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
