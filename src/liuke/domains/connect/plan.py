"""Plan an import: which column of the file fills which of ours, and what each row then says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from liuke.domains.connect.errors import CellUnfit
from liuke.domains.connect.rules import matched, read_cell
from liuke.domains.connect.sheet import Sheet, all_columns
from liuke.domains.connect.values import Column, Fault, Record, Survey
from liuke.kernel.db import Tx
from liuke.kernel.ids import from_wire
from liuke.kernel.money import decimals
from liuke.kernel.unfit import in_chinese, in_english
from liuke.kernel.values import Value, encode

CHUNK = 1_000
GROUP_MAX = 2_000
PLACED = re.compile(r"(.*) - at `\$\.([^`]*)`", re.DOTALL)
CHOICE = re.compile(r"Invalid (enum )?value ")
NO_CHOICE = "none of the choices", "没有这个选项"


@dataclass(frozen=True)
class Row:
    """One row as its sheet takes it, or what is wrong with it."""

    record: Record
    value: Value | None
    faults: tuple[Fault, ...] = ()


Group: TypeAlias = tuple[Row, ...]


@dataclass(frozen=True)
class Plan:
    """A sheet, and where in the file each of its columns stands."""

    sheet: Sheet
    places: Mapping[str, int]
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]
    digest: bytes
    zone: ZoneInfo
    places_of_money: int
    width: int
    worksheet: str


async def make_plan(tx: Tx, sheet: Sheet, found: Survey, given: Mapping[str, str]) -> Plan:
    """Match the columns of a surveyed file.

    Raises:
        UnknownColumns: the mapping names a column that is not in the file, or not ours.
        ColumnsDoubled: several columns of the file mean the same.
        ColumnsMissing: a required column is not there.
        HeaderUnknown: no column at all is known.
        PlacesUnnamed: the file has no header, and nothing is given in its place.
    """
    columns = tuple([c for c in await all_columns(tx, sheet) if not c.told])
    places = matched(
        columns, found.header, given, worksheet=found.worksheet, no_header=found.no_header
    )
    used = set(places.values())
    filled = encode(sorted(places.items())) + found.worksheet.encode()
    # The same file read with its first row as header is another import.
    if found.no_header:
        filled = b"no header" + filled
    return Plan(
        sheet=sheet,
        places=places,
        columns=tuple([column for column in columns if column.name in places]),
        ignored=tuple([name for at, name in enumerate(found.header) if at not in used]),
        digest=sha256(found.digest + filled).digest(),
        zone=tx.zone,
        places_of_money=decimals(tx.currency),
        width=len(found.header),
        worksheet=found.worksheet,
    )


def read_row(plan: Plan, record: Record) -> Row:
    """Return what a row says, every cell checked, or every fault of it."""
    cells: dict[str, Any] = {}
    faults: list[Fault] = []
    if any(cell.strip() for cell in record.cells[plan.width :]):
        faults.append(Fault(record.line, "", "more cells than columns", "单元格比列多"))
    for column in plan.columns:
        place = plan.places[column.name]
        text = record.cells[place] if place < len(record.cells) else ""
        try:
            value = read_cell(column, text, plan.zone, plan.places_of_money)
        except CellUnfit as unfit:
            faults.append(Fault(record.line, column.name, unfit.reason, unfit.reason_zh))
            continue
        if value is not None:
            _put(cells, column.name, value)
        elif column.required:
            faults.append(Fault(record.line, column.name, "required", "必填"))
    return Row(record, None, tuple(faults)) if faults else _converted(plan, record, cells)


def _put(cells: dict[str, Any], name: str, value: object) -> None:
    outer, dot, inner = name.partition(".")
    if dot:
        cells.setdefault(outer, {})[inner] = value if isinstance(value, str) else _plain(value)
    else:
        cells[name] = value


def _plain(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _converted(plan: Plan, record: Record, cells: dict[str, Any]) -> Row:
    try:
        return Row(record, msgspec.convert(cells, plan.sheet.kind, dec_hook=from_wire))
    except msgspec.ValidationError as unfit:
        # The path is of ours, and stands last: what stood in the cell may be written like one.
        found = PLACED.fullmatch(str(unfit))
        reason, path = found.groups() if found else (str(unfit), "")
        # What stood there may name somebody, and is kept with the import.
        told = NO_CHOICE if CHOICE.match(reason) else (in_english(reason), in_chinese(reason))
        return Row(record, None, (Fault(record.line, path, *told),))


def chunks(plan: Plan, records: Iterable[Record], *, skip: int = 0) -> Iterator[list[Group]]:
    """Give the rows after the first `skip` in groups, so many groups that a chunk is filled."""
    chunk: list[Group] = []
    size = 0
    for group in grouped(plan, records):
        if group[-1].record.number <= skip:
            continue
        chunk.append(group)
        size += len(group)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def grouped(plan: Plan, records: Iterable[Record]) -> Iterator[Group]:
    """Give rows that stand together as one; a sheet without groups has rows by themselves."""
    place = plan.places.get(plan.sheet.group)
    held: list[Row] = []
    name: str | None = None
    for record in records:
        key = record.cells[place].strip() if place is not None and place < len(record.cells) else ""
        if held and (not key or key != name or len(held) == GROUP_MAX):
            yield tuple(held)
            held = []
        name = key
        held.append(read_row(plan, record))
    if held:
        yield tuple(held)
