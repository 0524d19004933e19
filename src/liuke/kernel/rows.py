"""Statements and the values their rows become; records never leave the kernel."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cached_property
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from liuke.kernel.ids import Id, from_wire

R = TypeVar("R")
Convert = Callable[[Any], Any]
PLAIN = (int, str, bytes, bool, float)


class Json(bytes):
    """A jsonb cell as it came, decoded once its type is known."""


class Sql(Generic[R]):
    """One SQL statement, and the type its rows become.

    `Sql[Row]` with a struct takes columns by position; with another type it takes the first
    column; `Sql[None]` returns nothing.
    """

    __orig_class__: Any

    def __init__(self, text: str) -> None:
        """Keep the statement as written."""
        self.text = text

    @cached_property
    def row(self) -> type:
        """Return the row type written in brackets."""
        kind: type = get_args(self.__orig_class__)[0]
        return kind

    @cached_property
    def read(self) -> Callable[[Sequence[Any]], R]:
        """Return the function that turns one record into one `R`."""
        if _is_struct(self.row):
            return _struct_reader(self.row)
        convert = converter(self.row)
        if convert is None:
            return lambda record: record[0]

        def read(record: Sequence[Any]) -> Any:
            return None if record[0] is None else convert(record[0])

        return read


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def field_kinds(row: type[msgspec.Struct]) -> Mapping[str, Any]:
    """Return the types of a row's fields by name, in order."""
    hints = get_type_hints(row)
    return {name: hints[name] for name in row.__struct_fields__}


def _struct_reader(row: type[msgspec.Struct]) -> Callable[[Sequence[Any]], Any]:
    wrapped = [
        (position, convert)
        for position, kind in enumerate(field_kinds(row).values())
        if (convert := converter(kind)) is not None
    ]
    if not wrapped:
        return lambda record: row(*record)

    def read(record: Sequence[Any]) -> Any:
        cells = list(record)
        for position, convert in wrapped:
            cell = cells[position]
            if cell is not None:
                cells[position] = convert(cell)
        return row(*cells)

    return read


def converter(kind: Any) -> Convert | None:
    """Return what turns a non-null cell into `kind`, or None when it already is one."""
    if get_origin(kind) in (Union, types.UnionType):
        solid = [part for part in get_args(kind) if part is not type(None)]
        if len(solid) == 1:
            return converter(solid[0])
    if isinstance(kind, type):
        if issubclass(kind, Id):
            return kind.of
        if issubclass(kind, Enum):
            return kind
        if kind in PLAIN or kind.__module__ in {"datetime", "decimal"}:
            return None
    return _container(kind)


def _container(kind: Any) -> Convert:
    """Decode jsonb as `kind`; convert the items of an SQL array."""
    decoder = msgspec.json.Decoder(kind, dec_hook=from_wire)
    origin, parts = get_origin(kind), get_args(kind)
    item = converter(parts[0]) if origin in (list, tuple, frozenset, set) and parts else None

    def convert(cell: Any) -> Any:
        if isinstance(cell, Json):
            return decoder.decode(cell)
        if origin is None or origin is dict:
            return cell
        return origin(map(item, cell) if item else cell)

    return convert
