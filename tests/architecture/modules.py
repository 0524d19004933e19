"""Every module of the product, imported."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

import liuke
from liuke.kernel.rows import Sql


class Named(NamedTuple):
    """A statement and where it stands."""

    place: str
    sql: Sql[Any]


@cache
def modules() -> list[ModuleType]:
    """Import everything; a module that fails to import fails here."""
    names = [found.name for found in pkgutil.walk_packages(liuke.__path__, "liuke.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def statements() -> Iterator[Named]:
    """Give every `Sql` constant once, by the module that makes it."""
    seen: set[int] = set()
    for module in modules():
        for name, value in vars(module).items():
            if isinstance(value, Sql) and id(value) not in seen:
                seen.add(id(value))
                yield Named(f"{module.__name__}.{name}", value)
