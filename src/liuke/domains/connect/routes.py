"""Files over HTTP: rehearse and import what a browser holds, read progress, fetch exports."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from msgspec import Meta, field
from msgspec.structs import asdict, replace

from liuke.domains.access import ApprovalId, Ask, require
from liuke.domains.connect.errors import UnreadableFile, WholeMerchantOnly
from liuke.domains.connect.export import body, export_page, head
from liuke.domains.connect.plan import Group, Plan, chunks, make_plan
from liuke.domains.connect.run import begin_import, faults_of, get_import, go_on, imports
from liuke.domains.connect.sheet import SHEETS, Sheet, all_columns, find_sheet
from liuke.domains.connect.survey import records, survey, worksheets
from liuke.domains.connect.take import rehearse, sound_of
from liuke.domains.connect.values import (
    Column,
    Fault,
    ImportId,
    Progress,
    Record,
    Survey,
    Wish,
    Worksheet,
)
from liuke.kernel.db import Tx
from liuke.kernel.problems import InvalidField
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, NotPermitted, Page, cursor, get, onward, place, position, post

ROWS_MAX = 2_000
PACKED_MAX = 675_000


class SheetShown(Value, frozen=True):
    """A kind of data: its columns, and whether it can come in.

    Rows below each other that are alike in the column `group` are taken together or not at all.
    """

    name: str
    label: str
    label_zh: str
    imports: bool
    group: str
    columns: tuple[Column, ...]


class FileGiven(Value, frozen=True):
    """A file a browser has read, 2,000 rows at most; longer ones are cut, header repeated.

    Of a part that was cut, `before` is how many lines further down its rows stand in the file.
    A CSV file comes as text in `content`, an XLSX or Parquet file as base64 in `packed`.
    `worksheet` names the sheet of a workbook; without it the first that has rows is read.
    `columns` maps columns of the file to ours where their names do not say it. With `no_header`
    the first row is data already: `columns` must name them by their place, {"A": "phone"}, and of
    a file that is cut no header is repeated.
    """

    sheet: Annotated[str, Meta(min_length=1, max_length=40, examples=["members"])]
    file: Annotated[
        str,
        Meta(min_length=1, max_length=200, pattern=r"^[^\x00/\\]+$", examples=["members.csv"]),
    ]
    content: Annotated[
        str, Meta(max_length=900_000, examples=["phone,name\n13800138000,Wang Fang\n"])
    ] = ""
    packed: Annotated[bytes, Meta(max_length=PACKED_MAX)] = b""
    worksheet: Annotated[str, Meta(max_length=255)] = ""
    before: Annotated[int, Meta(ge=0, le=100_000_000)] = 0
    columns: Annotated[dict[str, str], Meta(max_length=500)] = field(default_factory=dict)
    no_header: bool = False


class WorkbookGiven(Value, frozen=True):
    """A workbook as base64."""

    packed: Annotated[bytes, Meta(min_length=1, max_length=PACKED_MAX)]


class Outlook(Value, frozen=True):
    """What an import would do: which column fills which of ours, and what would be refused.

    Of a workbook, `worksheet` is the sheet that was read, and `worksheets` are all it shows.
    """

    rows: int
    taken: int
    refused: int
    columns: dict[str, str]
    ignored: tuple[str, ...]
    faults: tuple[Fault, ...]
    worksheet: str = ""
    worksheets: tuple[Worksheet, ...] = ()


class Imported(Progress, frozen=True):
    """How far an import has come, and how far it had come before: `already` rows of it."""

    already: int = 0


class Extract(Value, frozen=True):
    """One page of an export as CSV text, the first one with its header."""

    text: str
    after: str | None


@get("/sheets", may="connect.read")
async def list_sheets(tx: Tx) -> list[SheetShown]:  # noqa: ARG001 - a route takes its transaction
    """List what can be imported and exported; a sheet's own page has a merchant's columns too."""
    return [_shown(sheet, sheet.columns) for sheet in SHEETS.values()]


@get("/sheets/{name}", may="connect.read")
async def show_sheet(tx: Tx, name: str) -> SheetShown:
    """Return a sheet with every column this merchant may use."""
    one = find_sheet(name)
    return _shown(one, await all_columns(tx, one))


@post("/imports/worksheets", may="connect.import", status=200)
async def list_worksheets(tx: Tx, data: WorkbookGiven) -> list[Worksheet]:
    """List the sheets that a workbook shows, to choose the one to import."""
    _whole_merchant(tx)
    return list(await asyncio.to_thread(worksheets, io.BytesIO(data.packed)))


@post("/imports/rehearsals", may="connect.import", status=200)
async def rehearse_import(tx: Tx, data: FileGiven) -> Outlook:
    """Say what importing a file would do; nothing is kept.

    Raises:
        UnknownSheet: nobody declares it, or its rows cannot be imported.
    """
    plan, held, groups = await _read(tx, data)
    made = await rehearse(tx, plan, groups)
    return Outlook(
        rows=made.rows,
        taken=made.taken,
        refused=made.refused,
        columns={name: held.found.header[place] for name, place in plan.places.items()},
        ignored=plan.ignored,
        faults=made.faults,
        worksheet=held.found.worksheet,
        worksheets=held.worksheets,
    )


@post("/imports", may="connect.import", key=True)
async def import_file(tx: Tx, data: FileGiven, approval_id: ApprovalId | None = None) -> Imported:
    """Import a file: what can be taken is, the rest is named; the same file counts once.

    What a person gives by hand in all its rows together stands under the limit of one person.

    Raises:
        UnknownSheet: nobody declares it, or its rows cannot be imported.
    """
    plan, held, groups = await _read(tx, data)
    before = await begin_import(tx, plan, file=data.file, rows=held.found.rows)
    if before.position or not groups:
        return Imported(**asdict(before), already=before.position)
    if tx.actor.kind == "staff" and (asked := _asked(plan, data.file, groups)):
        await require(tx, asked, approval_id)
    progress, _ = await go_on(tx, plan, before, groups)
    return Imported(**asdict(progress))


@get("/imports", may="connect.read")
async def list_imports(tx: Tx, limit: Limit = 50, after: str | None = None) -> Page[Progress]:
    """List imports, newest first."""
    found = await imports(tx, before=position(after, datetime, ImportId), limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.started_at, last.id)))


@get("/imports/{import_id}", may="connect.read")
async def show_import(tx: Tx, import_id: ImportId) -> Progress:
    """Return how far an import has come."""
    return await get_import(tx, import_id)


@get("/imports/{import_id}/faults", may="connect.read")
async def list_faults(
    tx: Tx, import_id: ImportId, limit: Limit = 50, after: str | None = None
) -> Page[Fault]:
    """List what was wrong with rows, in the order of the file."""
    await get_import(tx, import_id)
    start = position(after, int, str) or (0, "")
    found = await faults_of(tx, import_id, after=start, limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.line, last.column)))


@get("/exports/{name}", may="connect.export")
async def export_sheet(
    tx: Tx,
    name: str,
    limit: Limit = 200,
    after: str | None = None,
    reveal: Annotated[str, Meta(max_length=200)] = "",
    approval_id: ApprovalId | None = None,
) -> Extract:
    """Return a page of a sheet as CSV, masked; `reveal` says why not, and asks a second person."""
    one = find_sheet(name)
    _whole_merchant(tx)
    if reveal and one.personal:
        payload = {"sheet": name, "after": after, "limit": limit}
        await require(tx, Ask("members.export", limit, payload, reason=reveal), approval_id)
    leaf = await export_page(tx, one, Wish(place(after, str) or "", limit, reveal))
    columns = await all_columns(tx, one)
    text = body(columns, leaf.rows, tx.zone, tx.currency)
    first = head(columns) if after is None else ""
    return Extract(first + text, cursor(leaf.after) if leaf.more else None)


def _shown(sheet: Sheet, columns: tuple[Column, ...]) -> SheetShown:
    imports = sheet.take is not None
    return SheetShown(sheet.name, sheet.label, sheet.label_zh, imports, sheet.group, columns)


@dataclass(frozen=True)
class Held:
    """What a file holds."""

    found: Survey
    records: tuple[Record, ...]
    worksheets: tuple[Worksheet, ...]


async def _read(tx: Tx, data: FileGiven) -> tuple[Plan, Held, list[Group]]:
    """Read a whole file that came in one request, aside: nobody waits for a large one.

    Raises:
        UnreadableFile: it is no file of rows.
        HeaderUnknown: no column of it is known.
        UnknownColumns: the mapping names a column that is not there.
        ColumnsDoubled: several columns mean the same.
        ColumnsMissing: a required column is not there.
        PlacesUnnamed: it has no header, and nothing is given in its place.
        HeaderInside: it names its columns itself.
    """
    one = find_sheet(data.sheet, taking=True)
    _may_take(tx, one)
    if bool(data.content) == bool(data.packed):
        raise InvalidField("content", "give either content or packed", "content 与 packed 二选一")
    held = await asyncio.to_thread(_held, data)
    plan = await make_plan(tx, one, held.found, data.columns)
    return plan, held, [group for part in chunks(plan, held.records) for group in part]


def _asked(plan: Plan, file: str, groups: list[Group]) -> Ask | None:
    """Return what a second person would weigh: what the sound rows of a whole file give."""
    if plan.sheet.weigh is None:
        return None
    rows = [row.value for group in sound_of(groups) for row in group]
    weight = plan.sheet.weigh(rows)
    payload = {
        "sheet": plan.sheet.name, "file": file, "worksheet": plan.worksheet,
        "rows": len(rows), "digest": plan.digest.hex(),
    }  # fmt: skip
    subject = f"import:{plan.sheet.name}"
    return Ask(weight.act, weight.amount, payload, subject, after=weight.parts)


def _held(data: FileGiven) -> Held:
    stream = io.BytesIO(data.packed or data.content.encode())
    try:
        found = survey(
            stream, worksheet=data.worksheet, rows_max=ROWS_MAX, no_header=data.no_header
        )
    except UnreadableFile as broken:
        broken.line += data.before
        raise
    rows = tuple([replace(r, line=r.line + data.before) for r in records(stream, found)])
    return Held(found, rows, worksheets(stream))


def _may_take(tx: Tx, one: Sheet) -> None:
    """Refuse whoever could not write these rows one by one either."""
    _whole_merchant(tx)
    if not tx.actor.may(one.may):
        raise NotPermitted(one.may)


def _whole_merchant(tx: Tx) -> None:
    """Refuse whoever works for some stores only: a file may name any."""
    if tx.actor.stores is not None:
        raise WholeMerchantOnly


ROUTES = [
    list_sheets, show_sheet, list_worksheets, rehearse_import, import_file, list_imports,
    show_import, list_faults, export_sheet,
]  # fmt: skip
