"""Workbooks: their sheets, and the rows of one of them as text, in a stream and within bounds.

A sheet that is hidden is none of ours: nobody saw what is in it. What a formula would give is not
in the file for certain: a cell that holds one is refused by name.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from liuke.domains.connect.cells import Formats
from liuke.domains.connect.errors import UnknownWorksheet, UnreadableFile
from liuke.domains.connect.package import BROKEN, ODD, opened, walk
from liuke.domains.connect.values import Worksheet
from liuke.domains.connect.worksheet import Counting, Reading

STRINGS_MAX = 48 << 20
STYLES, STRINGS, BOOK = "xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
NAME_MAX = 255
LISTED_MAX = 200
# Counting the rows of all sheets is a courtesy: beyond so much XML it is left.
COUNTED_MAX = 32 << 20


def rows_of(stream: BinaryIO, worksheet: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give every row of a sheet that is not blank, with its number.

    Raises:
        UnreadableFile: it is no workbook, too large, or a cell holds a formula; says where.
        UnknownWorksheet: it shows no sheet of this name.
    """
    with opened(stream) as book:
        name, part = _find(_shown(book), worksheet)
        strings, formats = _strings(book), _formats(book)
        yield from Reading(name, strings, formats).rows(book, part)


def chosen(stream: BinaryIO, wanted: str = "") -> str:
    """Return the name of the sheet that is wanted; without a wish, of the first that has rows.

    Raises:
        UnreadableFile: it is no workbook, or all of its sheets are empty.
        UnknownWorksheet: it shows no sheet of this name.
    """
    with opened(stream) as book:
        shown = _shown(book)
        if wanted:
            return _find(shown, wanted)[0]
        looked: set[str] = set()
        for name, part in shown:
            if part not in looked and _has_rows(book, part):
                return name
            looked.add(part)
    raise UnreadableFile(1, "the file is empty", "文件是空的")


def worksheets(stream: BinaryIO) -> tuple[Worksheet, ...]:
    """List the sheets that are shown, 200 at most, with how many rows are below each header.

    Raises:
        UnreadableFile: it is no workbook.
    """
    with opened(stream) as book:
        counts: dict[str, int | None] = {}
        left = COUNTED_MAX
        listed = _shown(book)[:LISTED_MAX]
        for _, part in listed:
            if part not in counts:
                size = _size(book, part)
                counts[part] = _count(book, part) if size <= left else None
                left -= min(size, left)
        return tuple([Worksheet(name, counts[part]) for name, part in listed])


def _shown(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return the names of the sheets that are shown, each with its part; a name counts once."""
    links: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(tag: str, has: dict[str, str]) -> None:
        if tag == "sheet" and has.get("state", "visible") == "visible":
            link = next(value for key, value in has.items() if key.rpartition(":")[2] == "id")
            if len(has["name"]) > NAME_MAX:
                raise UnreadableFile(1, "a sheet's name is too long", "工作表名称过长")
            links.setdefault(has["name"], link)

    def target(tag: str, has: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[has["Id"]] = has["Target"]

    walk(book, BOOK, sheet)
    walk(book, "xl/_rels/workbook.xml.rels", target)
    if not links:
        raise UnreadableFile(1, "it shows no sheet", "没有可见的工作表")
    paths = {name: targets[link] for name, link in links.items()}
    return [
        (name, path.lstrip("/") if path.startswith("/") else f"xl/{path}")
        for name, path in paths.items()
    ]


def _find(shown: list[tuple[str, str]], wanted: str) -> tuple[str, str]:
    """Return the sheet of a name, as spreadsheets tell names apart: never by their case."""
    for name, part in shown:
        if name == wanted:
            return name, part
    folded = wanted.strip().casefold()
    for name, part in shown:
        if name.strip().casefold() == folded:
            return name, part
    raise UnknownWorksheet(wanted, tuple([name for name, _ in shown[:LISTED_MAX]]))


def _has_rows(book: zipfile.ZipFile, part: str) -> bool:
    return any(rows > 0 for rows in Counting().through(book, part))


def _size(book: zipfile.ZipFile, part: str) -> int:
    return book.getinfo(part).file_size if part in book.NameToInfo else 0


def _count(book: zipfile.ZipFile, part: str) -> int | None:
    """Return how many rows stand below the header; None where the sheet cannot be read."""
    counting = Counting()
    try:
        for _ in counting.through(book, part):
            continue
    except (UnreadableFile, *BROKEN, *ODD):
        return None
    return max(counting.rows - 1, 0)


def _strings(book: zipfile.ZipFile) -> list[str]:
    """Return the texts that cells point at, without how they are read aloud."""
    strings: list[str] = []
    parts: list[str] = []
    aloud = [False]

    def start(tag: str, _has: dict[str, str]) -> None:
        if tag == "si":
            parts.clear()
        aloud[0] = aloud[0] or tag == "rPh"

    def end(tag: str, text: str) -> None:
        if tag == "t" and not aloud[0]:
            parts.append(text)
        elif tag == "rPh":
            aloud[0] = False
        elif tag == "si":
            strings.append("".join(parts))

    if STRINGS in book.namelist():
        walk(book, STRINGS, start, end, most=STRINGS_MAX)
    return strings


def _formats(book: zipfile.ZipFile) -> Formats:
    """Return which styles are dates, and from which day they count."""
    formats = Formats()
    inside = [False]

    def style(tag: str, has: dict[str, str]) -> None:
        if tag == "numFmt":
            formats.codes[int(has["numFmtId"])] = has["formatCode"]
        inside[0] = inside[0] or tag == "cellXfs"
        if tag == "xf" and inside[0]:
            formats.styles.append(int(has.get("numFmtId", "0")))

    def end(tag: str, _text: str) -> None:
        inside[0] = inside[0] and tag != "cellXfs"

    if STYLES in book.namelist():
        walk(book, STYLES, style, end)
    formats.from_1904 = _counts_from_1904(book)
    return formats


def _counts_from_1904(book: zipfile.ZipFile) -> bool:
    found = [False]

    def era(tag: str, has: dict[str, str]) -> None:
        if tag == "workbookPr":
            found[0] = has.get("date1904", "0") in {"1", "true"}

    walk(book, BOOK, era)
    return found[0]
