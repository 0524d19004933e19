"""Survey a file before anything of it counts: its encoding, its header, its rows."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from liuke.domains.connect import parquet, workbook
from liuke.domains.connect.errors import TooManyRows, UnreadableFile
from liuke.domains.connect.values import Record, Survey

BLOCK = 1 << 20
ROW_MAX = 1 << 20
COLUMNS_MAX = 500
DELIMITERS = ",\t;|"
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
READERS = {b"PK\x03\x04": "xlsx", b"PAR1": "parquet"}
FOREIGN = {
    b"\xd0\xcf\x11\xe0": (
        "an old Excel workbook: save it as XLSX",
        "这是旧版 Excel，请另存为 XLSX",
    ),
    b"\x1f\x8b": ("compressed: unpack it first", "这是压缩文件，请先解压"),
    b"%PDF": ("a PDF", "这是 PDF 文件"),
}


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


def survey(stream: BinaryIO, *, rows_max: int | None = None) -> Survey:
    """Read a file once through, a block at a time; stop where it has more rows than are wanted.

    Raises:
        UnreadableFile: it is no table; names the line and the reason.
        TooManyRows: it has more than `rows_max`.
    """
    encoding, digest = _encoding(stream)
    delimiter, header = _header(stream, encoding)
    rows = -1
    for _ in _records(stream, encoding, delimiter):
        rows += 1
        if rows_max is not None and rows > rows_max:
            raise TooManyRows(rows, rows_max)
    return Survey(digest, encoding, delimiter, header, rows)


def records(stream: BinaryIO, found: Survey) -> Iterator[Record]:
    """Return the rows of a surveyed file, the header and blank rows left out.

    Raises:
        UnreadableFile: it is not the file that was surveyed.
    """
    rows = _records(stream, found.encoding, found.delimiter)
    if next(rows, (0, ()))[1] != found.header:
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
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        if _decodes(stream, encoding):
            return encoding, digest
    raise UnreadableFile(1, "neither UTF-8 nor GB18030 text", "编码既不是 UTF-8 也不是 GB18030")


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


def _header(stream: BinaryIO, encoding: str) -> tuple[str, tuple[str, ...]]:
    delimiters = "" if encoding in READERS.values() else DELIMITERS
    tried = [(_first(stream, encoding, one), one) for one in delimiters or [""]]
    header, delimiter = max(tried, key=lambda one: len(one[0]))
    if not header:
        raise UnreadableFile(1, "the file is empty", "文件是空的")
    if len(header) > COLUMNS_MAX:
        reason = f"more than {COLUMNS_MAX} columns"
        raise UnreadableFile(1, reason, f"超过 {COLUMNS_MAX} 列")
    return delimiter, header


def _first(stream: BinaryIO, encoding: str, delimiter: str) -> tuple[str, ...]:
    try:
        return next(_records(stream, encoding, delimiter), (0, ()))[1]
    except UnreadableFile:
        if delimiter in {"", DELIMITERS[0]}:
            raise
        return ()


def _records(
    stream: BinaryIO, encoding: str, delimiter: str
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give every row that is not blank with the line it begins on, the header first."""
    if encoding in READERS.values():
        yield from (workbook if encoding == "xlsx" else parquet).rows_of(stream)
        return
    with _text(stream, encoding) as text:
        lines = Lines(text)
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
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
