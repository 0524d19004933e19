"""The package of a workbook: a ZIP of XML parts, each read in a stream and within bounds.

Both can be small and unpack to anything, so that sizes are checked before a part is opened, and
XML that declares a document type is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO
from xml.parsers import expat

from liuke.domains.connect.errors import UnreadableFile

BLOCK = 1 << 16
PARTS_MAX = 2_000
UNPACKED_MAX = 256 << 20
# A workbook packs ten to one, a single part of it that is all alike far better.
RATIO_WHOLE = 50
UNPACKED_SMALL = 16 << 20
RATIO_MAX = 250
SMALL = 1 << 20
PART_MAX = 8 << 20
TEXT_MAX = 1 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError,
          RuntimeError, OSError, UnicodeError)  # fmt: skip
ODD = (KeyError, ValueError, OverflowError, IndexError)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str, str], None]


@contextmanager
def opened(stream: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open a package whose sizes are sound.

    Raises:
        UnreadableFile: it is no package of a workbook, or too large.
    """
    packed = stream.seek(0, io.SEEK_END)
    try:
        with zipfile.ZipFile(stream) as book:
            _check_sizes(book, packed)
            yield book
    except BROKEN as broken:
        raise UnreadableFile(1, "not a sound workbook", "Excel 文件已损坏") from broken
    except ODD as odd:
        raise UnreadableFile(1, "not a workbook we can read", "无法读取的 Excel 文件") from odd


def _check_sizes(book: zipfile.ZipFile, packed: int) -> None:
    parts = book.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > PARTS_MAX or unpacked > UNPACKED_MAX:
        raise UnreadableFile(1, "it unpacks to more than 256 MiB", "解压后超过 256 MiB")
    tight = unpacked > max(UNPACKED_SMALL, packed * RATIO_WHOLE)
    for part in parts:
        name = part.filename
        if name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name:
            raise UnreadableFile(1, "a part lies outside of it", "压缩包内含非法路径")
        if part.flag_bits & 1:
            raise UnreadableFile(
                1, "it has a password: save it without", "文件有密码，请去除后再上传"
            )
        most = max(part.compress_size, 1) * RATIO_MAX
        if tight or (part.file_size > SMALL and part.file_size > most):
            raise UnreadableFile(1, "it is packed too tightly to be honest", "压缩比异常")


def walk(
    book: zipfile.ZipFile, name: str, start: Start, end: End | None = None, *, most: int = PART_MAX
) -> None:
    """Parse a whole part."""
    for _ in steps(book, name, start, end or _nothing, most=most):
        continue


def steps(
    book: zipfile.ZipFile, name: str, start: Start, end: End, *, most: int = UNPACKED_MAX
) -> Iterator[None]:
    """Parse a part block by block; tags come without their name space.

    Raises:
        UnreadableFile: it is too large, declares a document type, or a text in it does not end.
    """
    if book.getinfo(name).file_size > most:
        raise UnreadableFile(1, f"{name} is too large", f"{name} 过大")
    parser, text, size = expat.ParserCreate(), [""], [0]

    def refuse(*_: object) -> None:
        raise UnreadableFile(1, "XML with a document type", "XML 含有不允许的声明")

    def said(part: str) -> None:
        size[0] += len(part)
        if size[0] > TEXT_MAX:
            raise UnreadableFile(1, f"a text in {name} does not end", f"{name} 中有文字过长")
        text.append(part)

    def opens(tag: str, attributes: dict[str, str]) -> None:
        text[:], size[0] = [""], 0
        start(tag.rpartition(":")[2], attributes)

    def closes(tag: str) -> None:
        end(tag.rpartition(":")[2], "".join(text))
        text[:], size[0] = [""], 0

    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = opens
    parser.EndElementHandler = closes
    parser.CharacterDataHandler = said
    with book.open(name) as part:
        while block := part.read(BLOCK):
            parser.Parse(block, False)  # noqa: FBT003 - expat's signature
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - as above
    yield


def _nothing(_tag: str, _text: str) -> None:
    """Pass over the end of a tag."""
