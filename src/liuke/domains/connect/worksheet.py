"""One sheet of a workbook while it is read: cells as the text they show, row by row."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from liuke.domains.connect.cells import Formats, letters_of, number_text, place_of_cell
from liuke.domains.connect.errors import UnreadableFile
from liuke.domains.connect.package import steps

ROWS_MAX = 1_048_576
COLUMNS_MAX = 500
ROW_TEXT_MAX = 1 << 20


@dataclass
class Reading:
    """The row under way, and rows that are complete."""

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

    def rows(self, book: zipfile.ZipFile, part: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Give the rows that are not blank, with their numbers, as they become complete."""
        for _ in steps(book, part, self.start, self.end):
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


@dataclass
class Counting:
    """How many rows hold anything, whatever it is."""

    rows: int = 0
    filled: bool = False

    def through(self, book: zipfile.ZipFile, part: str) -> Iterator[int]:
        """Give how many there are so far, block by block."""
        for _ in steps(book, part, self.start, self.end):
            yield self.rows

    def start(self, tag: str, _has: dict[str, str]) -> None:
        """Begin a row."""
        if tag == "row":
            self.filled = False

    def end(self, tag: str, text: str) -> None:
        """Count a row that holds a value."""
        if tag in {"v", "t"}:
            self.filled = self.filled or bool(text.strip())
        elif tag == "row":
            self.rows += self.filled
