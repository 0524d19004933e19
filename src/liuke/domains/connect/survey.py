"""Survey a file before anything of it counts: its encoding, its header, its rows."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO

from liuke.domains.connect import parquet, workbook
from liuke.domains.connect.cells import letters_of
from liuke.domains.connect.errors import (
    HeaderInside,
    TooManyRows,
    UnknownWorksheet,
    UnreadableFile,
)
from liuke.domains.connect.values import Record, Survey, Worksheet

BLOCK = 1 << 20
ROW_MAX = 1 << 20
COLUMNS_MAX = 500
DELIMITERS = ",\t;|"
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
WORKBOOK = "xlsx"
READERS = {b"PK\x03\x04": WORKBOOK, b"PAR1": "parquet"}
PAGE = (
    "a web page or XML: open it in a spreadsheet and save it as XLSX",
    "这其实是网页或 XML，请用表格软件打开后另存为 XLSX",
)
HOLDS_NUL = (
    "a NUL character here: save the file as UTF-8 (UTF-16 needs its mark)",
    "这里有空字符，请另存为 UTF-8（UTF-16 须带标记）",
)
FOREIGN = {
    b"\xd0\xcf\x11\xe0": (
        "an old Excel workbook: save it as XLSX",
        "这是旧版 Excel，请另存为 XLSX",
    ),
    b"\x1f\x8b": ("compressed: unpack it first", "这是压缩文件，请先解压"),
    b"%PDF": ("a PDF", "这是 PDF 文件"),
    **dict.fromkeys((b"<htm", b"<HTM", b"<tab", b"<TAB", b"<!DO", b"<!do", b"<?xm"), PAGE),
}
WIDE = re.compile("[\u0800-\ufffc\U00010000-\U0010ffff]+")
LOST = "\ufffd"


@dataclass(frozen=True)
class Shape:
    """How a file is to be read."""

    encoding: str
    delimiter: str = ""
    worksheet: str = ""


class Lines:
    """Gives the lines of a text and refuses a row that never ends."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        """Start before the first line."""
        self.text = text
        self.line = 0
        self.size = 0

    def __iter__(self) -> Lines:
        """Return itself."""
        return self

    def __next__(self) -> str:
        """Return one line, its end included."""
        line = self.text.readline(ROW_MAX + 1)
        if not line:
            raise StopIteration
        self.line += 1
        self.size += len(line)
        if self.size > ROW_MAX:
            raise UnreadableFile(self.line, "a row does not end", "有一行没有结束（引号未闭合？）")
        return line


def survey(
    stream: BinaryIO, *, worksheet: str = "", rows_max: int | None = None, no_header: bool = False
) -> Survey:
    """Read a file once through, a block at a time; stop where it has more rows than are wanted.

    Of a workbook the sheet that is named is read, without a name the first that has rows.
    With `no_header` the first row is data already, and columns are called by their place.

    Raises:
        UnreadableFile: it is no table; names the line and the reason.
        UnknownWorksheet: it has no such sheet.
        TooManyRows: it has more than `rows_max`.
        HeaderInside: it names its columns itself, so that no row can be in their place.
    """
    encoding, digest = _encoding(stream)
    if worksheet and encoding != WORKBOOK:
        raise UnknownWorksheet(worksheet, ())
    used = workbook.chosen(stream, worksheet) if encoding == WORKBOOK else ""
    if no_header and encoding in READERS.values() and encoding != WORKBOOK:
        raise HeaderInside
    shape, header = _header(stream, Shape(encoding, worksheet=used))
    rows, widest = 0 if no_header else -1, len(header)
    for _, cells in _records(stream, shape):
        rows, widest = rows + 1, max(widest, len(cells))
        if rows_max is not None and rows > rows_max:
            raise TooManyRows(rows, rows_max)
    if no_header:
        # A workbook leaves out what is empty at the end of a row: its first may not be the widest.
        width = widest if encoding == WORKBOOK else len(header)
        header = tuple([letters_of(number) for number in range(1, width + 1)])
    return Survey(digest, encoding, shape.delimiter, header, rows, used, no_header)


def worksheets(stream: BinaryIO) -> tuple[Worksheet, ...]:
    """List the sheets of a workbook; a file of another kind has none.

    Raises:
        UnreadableFile: it begins as a workbook and is none.
    """
    stream.seek(0)
    return workbook.worksheets(stream) if READERS.get(stream.read(4)) == WORKBOOK else ()


def records(stream: BinaryIO, found: Survey) -> Iterator[Record]:
    """Return the rows of a surveyed file, its header and blank rows left out.

    Raises:
        UnreadableFile: it is not the file that was surveyed.
    """
    rows = _records(stream, Shape(found.encoding, found.delimiter, found.worksheet))
    if not found.no_header and next(rows, (0, ()))[1] != found.header:
        raise UnreadableFile(1, "the file changed", "文件已变化")
    for number, (line, cells) in enumerate(rows, start=1):
        yield Record(number, line, cells)


def _encoding(stream: BinaryIO) -> tuple[str, bytes]:
    stream.seek(0)
    head = stream.read(4)
    if why := next((why for mark, why in FOREIGN.items() if head.startswith(mark)), None):
        raise UnreadableFile(1, *why)
    marked = next((name for mark, name in MARKS.items() if head.startswith(mark)), "")
    digest = _digest(stream)
    if reader := next((name for mark, name in READERS.items() if head.startswith(mark)), ""):
        return reader, digest
    if _decodes(stream, marked or "utf-8"):
        return marked or "utf-8", digest
    if line := _damage(stream):
        raise UnreadableFile(
            line, "UTF-8 with broken characters here", "UTF-8 文字从这一行起有损坏，请重新导出"
        )
    if not marked and _decodes(stream, "gb18030"):
        return "gb18030", digest
    if line := _nul_line(stream):
        raise UnreadableFile(line, *HOLDS_NUL)
    raise UnreadableFile(1, "neither UTF-8 nor GB18030 text", "编码既不是 UTF-8 也不是 GB18030")


def _nul_line(stream: BinaryIO) -> int:
    """Return the first line that holds a NUL, which no table does; 0 without any."""
    stream.seek(0)
    lines = 1
    while block := stream.read(BLOCK):
        head, nul, _ = block.partition(b"\0")
        lines += head.count(b"\n")
        if nul:
            return lines
    return 0


def _digest(stream: BinaryIO) -> bytes:
    stream.seek(0)
    digest = hashlib.sha256()
    while block := stream.read(BLOCK):
        digest.update(block)
    return digest.digest()


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    """Tell whether the whole file is text in an encoding."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := stream.read(BLOCK):
            if "\0" in decoder.decode(block):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _damage(stream: BinaryIO) -> int:
    """Return the first broken line of text that is UTF-8 for the most part; 0 for another encoding.

    Read as GB18030 it would come in as other characters, and nobody would notice.
    """
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    sound = lost = line = 0
    lines = 1
    more = True
    while more:
        block = stream.read(BLOCK)
        more = bool(block)
        text = decoder.decode(block, final=not more)
        if not line and LOST in text:
            line = lines + text[: text.index(LOST)].count("\n")
        lines += text.count("\n")
        sound += len(text) - len(WIDE.sub("", text))
        lost += text.count(LOST)
    return line if sound > lost else 0


def _header(stream: BinaryIO, shape: Shape) -> tuple[Shape, tuple[str, ...]]:
    delimiters = "" if shape.encoding in READERS.values() else DELIMITERS
    shapes = [replace(shape, delimiter=one) for one in delimiters] or [shape]
    # The usual one comes last: it says what is wrong where no other one parts the first row.
    others = [(_first(stream, one), one) for one in shapes[1:]]
    parted = any(len(cells) > 1 for cells, _ in others)
    usual = _first(stream, shapes[0], told=not parted)
    header, found = max([(usual, shapes[0]), *others], key=lambda one: len(one[0]))
    if not header:
        raise UnreadableFile(1, "the file is empty", "文件是空的")
    if len(header) > COLUMNS_MAX:
        reason = f"more than {COLUMNS_MAX} columns"
        raise UnreadableFile(1, reason, f"超过 {COLUMNS_MAX} 列")
    return found, header


def _first(stream: BinaryIO, shape: Shape, *, told: bool = False) -> tuple[str, ...]:
    try:
        return next(_records(stream, shape), (0, ()))[1]
    except UnreadableFile:
        if told:
            raise
        return ()


def _records(stream: BinaryIO, shape: Shape) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give every row that is not blank with the line it begins on, the header first."""
    if shape.encoding == WORKBOOK:
        return workbook.rows_of(stream, shape.worksheet)
    if shape.encoding in READERS.values():
        return parquet.rows_of(stream)
    return _lines(stream, shape)


def _lines(stream: BinaryIO, shape: Shape) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the rows of a text."""
    with _text(stream, shape.encoding) as text:
        lines = Lines(text)
        rows = csv.reader(lines, delimiter=shape.delimiter, strict=True)
        while True:
            begins, lines.size = lines.line + 1, 0
            try:
                cells = next(rows, None)
            except csv.Error as fault:
                raise UnreadableFile(begins, str(fault), "这一行的引号或长度有误") from fault
            if cells is None:
                return
            if any(cell.strip() for cell in cells):
                yield begins, tuple(cells)


@contextmanager
def _text(stream: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    """Read a stream as text without taking it over."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding, newline="")
    try:
        yield text
    finally:
        text.detach()
