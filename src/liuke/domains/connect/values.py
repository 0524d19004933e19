"""The words of connect: columns, rows and faults of a sheet, and how far an import has come."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from liuke.kernel.ids import Id
from liuke.kernel.values import Value

Cell: TypeAlias = str | int | bool | date | datetime | tuple[str, ...]


class ImportId(Id):
    """One file on its way in."""

    prefix = "imp"
    __slots__ = ()


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    WORDS = "words"
    WHOLE = "whole"
    MONEY = "money"
    DATE = "date"
    INSTANT = "instant"
    YES_NO = "yes_no"


class Column(Value, frozen=True):
    """One column: its name in files of ours, its labels, and other names it goes by.

    `a.b` puts the cell under `b` of the row's field `a`. One that is `told` is written on export
    and passed over on import. `words` gives other spellings of a cell's value.
    """

    name: str
    label: str
    label_zh: str
    kind: Kind = Kind.TEXT
    required: bool = False
    told: bool = False
    aliases: tuple[str, ...] = ()
    words: dict[str, str] = {}  # noqa: RUF012 - msgspec copies it for each value


class Record(Value, frozen=True):
    """One row of a file as it stands there; `line` is where it begins, the header being line 1."""

    number: int
    line: int
    cells: tuple[str, ...]


class Fault(Value, frozen=True):
    """What is wrong with one row of a file; never repeats the value itself.

    `code` is that of the refusal, where it was the business that said no.
    """

    line: int
    column: str
    reason: str
    reason_zh: str
    code: str = ""


class RowFault(Value, frozen=True):
    """What a domain has against one item of those handed to it; `code` is the refusal's."""

    item: int
    column: str
    reason: str
    reason_zh: str
    code: str = ""


class Weight(Value, frozen=True):
    """What rows give by hand: the amount that its act weighs, and how much of what."""

    act: str
    amount: int
    parts: dict[str, int]


class Worksheet(Value, frozen=True):
    """A sheet of a workbook: how many rows stand below its header, null where none counted."""

    name: str
    rows: int | None


class Survey(Value, frozen=True):
    """What a file turned out to be; `worksheet` is the sheet of a workbook that is read.

    With `no_header` the first row is data, and `header` calls the columns by their place: A, B, C.
    """

    digest: bytes
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: int
    worksheet: str = ""
    no_header: bool = False


class Progress(Value, frozen=True):
    """How far an import has come: rows gone through, taken, and refused."""

    id: ImportId
    sheet: str
    file: str
    worksheet: str
    rows: int
    position: int
    taken: int
    refused: int
    started_by: str
    started_at: datetime
    finished_at: datetime | None


class Leaf(Value, frozen=True):
    """One page of an export as values of a sheet's kind; `after` asks for the next one."""

    rows: tuple[Value, ...]
    after: str = ""
    more: bool = False


class Wish(Value, frozen=True):
    """Which page of an export; personal data comes masked unless `reveal` gives a reason."""

    after: str = ""
    limit: int = 1_000
    reveal: str = ""
