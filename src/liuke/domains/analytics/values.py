"""What the lake is made of: runs, files, tables as files, and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from liuke.kernel.ids import Id
from liuke.kernel.lake import TABLES, LakeTable
from liuke.kernel.lake_sql import Part
from liuke.kernel.values import Value

WHOLE = "all"


class LakeFileId(Id):
    """One file of the lake."""

    prefix = "lkf"
    __slots__ = ()


class Moment(Value, frozen=True):
    """Where a run brings the lake: every transaction below `through_xid`, as of an instant."""

    number: int
    generation: int
    through_xid: int
    as_of: datetime


class Cut(Value, frozen=True):
    """What a lake knows: every transaction below `xid` that wrote in `epoch`, or before it."""

    xid: int = 0
    epoch: int = 0


class LakeFile(Value, frozen=True):
    """A file that counts: which table, what it holds, for which month, and how much."""

    id: LakeFileId
    name: str
    generation: int
    kind: str
    month: str
    path: str
    columns: tuple[str, ...]
    row_count: int
    size_bytes: int


class Pressed(Value, frozen=True):
    """A file as an engine wrote it."""

    path: Path
    month: str
    rows: int
    size_bytes: int


@dataclass(frozen=True)
class Stored:
    """One table as files; what an engine makes a view of."""

    table: LakeTable
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What an engine found: the names of the columns, and rows of plain values.

    Ids are their sixteen bytes, instants have a zone, sums of money are `int`.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def nothing_stored() -> Mapping[str, Stored]:
    """Return every declared table without a file."""
    return {name: Stored(table) for name, table in TABLES.items()}
