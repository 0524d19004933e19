"""Workbooks: the rows of an Excel sheet as text, read in a stream and within bounds.

A workbook is a ZIP of XML. Both can be small and unpack to anything, so that sizes are checked
before a part is opened, XML that declares a document type is refused, and a row is bounded. What
a formula would give is not in the file for certain: a cell that holds one is refused by name.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from liuke.domains.connect.cells import Formats, letters_of, number_text, place_of_cell
from liuke.domains.connect.errors import UnreadableFile

BLOCK = 1 << 16
PARTS_MAX = 2_000
UNPACKED_MAX = 256 << 20
RATIO_MAX = 250
SMALL = 1 << 20
STRINGS_MAX = 48 << 20
PART_MAX = 8 << 20
ROWS_MAX = 1_048_576
COLUMNS_MAX = 500
ROW_TEXT_MAX = 1 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError,
          RuntimeError, OSError, UnicodeError)  # fmt: skip

Rows = Iterator[tuple[int, tuple[str, ...]]]
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str, str], None]


def rows_of(stream: BinaryIO) -> Rows:
    """Give every row of the first sheet that is not blank, with its number.

    Raises:
        UnreadableFile: it is no workbook, too large, or a cell holds a formula; says where.
    """
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as book:
            _check_sizes(book)
            sheet, part = _first_sheet(book)
            strings, formats = _strings(book), _formats(book)
            yield from _Sheet(sheet, strings, formats).rows(book, part)
    except BROKEN as broken:
        raise UnreadableFile(1, "not a sound workbook", "Excel 文件已损坏") from broken
    except (KeyError, ValueError, OverflowError, IndexError) as odd:
        raise UnreadableFile(1, "not a workbook we can read", "无法读取的 Excel 文件") from odd


def _check_sizes(book: zipfile.ZipFile) -> None:
    parts = book.infolist()
    if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
        raise UnreadableFile(1, "it unpacks to more than 256 MiB", "解压后超过 256 MiB")
    for part in parts:
        name = part.filename
        if name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name:
            raise UnreadableFile(1, "a part lies outside of it", "压缩包内含非法路径")
        if part.flag_bits & 1:
            raise UnreadableFile(
                1, "it has a password: save it without", "文件有密码，请去除后再上传"
            )
        packed = max(part.compress_size, 1)
        if part.file_size > SMALL and part.file_size > packed * RATIO_MAX:
            raise UnreadableFile(1, "it is packed too tightly to be honest", "压缩比异常")


def _walk(book: zipfile.ZipFile, name: str, start: Start, end: End, *, most: int) -> None:
    for _ in _steps(book, name, start, end, most=most):
        continue


def _steps(
    book: zipfile.ZipFile, name: str, start: Start, end: End, *, most: int
) -> Iterator[None]:
    """Parse a part block by block; tags come without their name space."""
    if book.getinfo(name).file_size > most:
        raise UnreadableFile(1, f"{name} is too large", f"{name} 过大")
    parser, text, size = expat.ParserCreate(), [""], [0]

    def refuse(*_: object) -> None:
        raise UnreadableFile(1, "XML with a document type", "XML 含有不允许的声明")

    def said(part: str) -> None:
        size[0] += len(part)
        if size[0] > ROW_TEXT_MAX:
            raise UnreadableFile(1, f"a text in {name} does not end", f"{name} 中有文字过长")
        text.append(part)

    def opened(tag: str, attributes: dict[str, str]) -> None:
        text[:], size[0] = [""], 0
        start(tag.rpartition(":")[2], attributes)

    def closed(tag: str) -> None:
        end(tag.rpartition(":")[2], "".join(text))
        text[:], size[0] = [""], 0

    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = said
    with book.open(name) as part:
        while block := part.read(BLOCK):
            parser.Parse(block, False)  # noqa: FBT003 - expat's signature
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - as above
    yield


def _first_sheet(book: zipfile.ZipFile) -> tuple[str, str]:
    """Return the name of the first sheet that is shown, and its part."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, has: dict[str, str]) -> None:
        if tag == "sheet" and has.get("state", "visible") == "visible":
            link = next(value for key, value in has.items() if key.rpartition(":")[2] == "id")
            sheets.append((has["name"], link))

    def target(tag: str, has: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[has["Id"]] = has["Target"]

    _walk(book, "xl/workbook.xml", sheet, _nothing, most=PART_MAX)
    _walk(book, "xl/_rels/workbook.xml.rels", target, _nothing, most=PART_MAX)
    if not sheets:
        raise UnreadableFile(1, "it shows no sheet", "没有可见的工作表")
    name, link = sheets[0]
    path = targets[link]
    return name, path.lstrip("/") if path.startswith("/") else f"xl/{path}"


def _nothing(_tag: str, _text: str) -> None:
    """Pass over the end of a tag."""


def _strings(book: zipfile.ZipFile) -> list[str]:
    """Return the texts that cells point at, without how they are read aloud."""
    name = "xl/sharedStrings.xml"
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

    if name in book.namelist():
        _walk(book, name, start, end, most=STRINGS_MAX)
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

    if "xl/styles.xml" in book.namelist():
        _walk(book, "xl/styles.xml", style, end, most=PART_MAX)
    formats.from_1904 = _counts_from_1904(book)
    return formats


def _counts_from_1904(book: zipfile.ZipFile) -> bool:
    found = [False]

    def era(tag: str, has: dict[str, str]) -> None:
        if tag == "workbookPr":
            found[0] = has.get("date1904", "0") in {"1", "true"}

    _walk(book, "xl/workbook.xml", era, _nothing, most=PART_MAX)
    return found[0]


@dataclass
class _Sheet:
    """One sheet while it is read: the row under way, and rows that are complete."""

    name: str
    strings: list[str]
    formats: Formats
    line: int = 0
    cells: dict[int, str] = field(default_factory=dict)
    size: int = 0
    column: int = 0
    kind: str = ""
    style: int = 0
    done: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def rows(self, book: zipfile.ZipFile, part: str) -> Rows:
        """Give the rows as they become complete."""
        for _ in _steps(book, part, self.start, self.end, most=UNPACKED_MAX):
            yield from self.done
            self.done.clear()

    def start(self, tag: str, has: dict[str, str]) -> None:
        """Begin a row or a cell; refuse a formula."""
        if tag == "row":
            self.line = int(has.get("r", self.line + 1))
            self.cells, self.size, self.column = {}, 0, 0
            if self.line > ROWS_MAX:
                raise self.refusal("more than 1,048,576 rows", "行数过多")
        elif tag == "c":
            self.column = place_of_cell(has["r"]) if "r" in has else self.column + 1
            self.kind, self.style = has.get("t", "n"), int(has.get("s", "0"))
            if self.column > COLUMNS_MAX:
                raise self.refusal(f"more than {COLUMNS_MAX} columns", f"超过 {COLUMNS_MAX} 列")
        elif tag == "f":
            raise self.refusal(
                "a formula: copy the sheet and paste its values", "含公式，请复制后粘贴为数值"
            )

    def end(self, tag: str, text: str) -> None:
        """Keep the text of a cell; complete a row."""
        if tag == "v":
            self.put(self.value(text))
        elif tag == "t" and self.kind == "inlineStr":
            self.put(self.cells.get(self.column, "") + text)
        elif tag == "row" and any(cell.strip() for cell in self.cells.values()):
            width = max(self.cells)
            row = tuple([self.cells.get(column, "") for column in range(1, width + 1)])
            self.done.append((self.line, row))

    def put(self, text: str) -> None:
        """Set the cell under way."""
        self.size += len(text)
        if self.size > ROW_TEXT_MAX:
            raise self.refusal("a row is too long", "有一行过长")
        self.cells[self.column] = text

    def value(self, text: str) -> str:
        """Return what a cell shows: dates as ISO, numbers with their fifteen digits."""
        if self.kind == "s":
            return self.strings[int(text)]
        if self.kind == "b":
            return "yes" if text == "1" else "no"
        if self.kind == "e":
            raise self.refusal(f"the error {text[:10]}", "单元格是错误值")
        if self.kind in {"str", "inlineStr", "d"}:
            return text
        return self.formats.date_text(text, self.style) or number_text(text)

    def refusal(self, reason: str, reason_zh: str) -> UnreadableFile:
        """Name sheet, row and column."""
        place = f"{self.name[:31]}!{letters_of(max(self.column, 1))}{self.line}"
        return UnreadableFile(self.line, f"{place}: {reason}", f"{place}：{reason_zh}")
