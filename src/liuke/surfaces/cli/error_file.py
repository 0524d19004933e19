"""The error file of an import: the rows that were refused, with the reason before each."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from liuke.domains import connect
from liuke.domains.connect import Fault, Record

REASONS = ("_line", "_column", "_reason", "_原因")


def write_errors(
    records: Iterable[Record], header: Sequence[str], faults: Sequence[Fault], place: Path
) -> None:
    """Write refused rows so that they can be mended and imported from this very file.

    It holds what names people, so that only its owner may read it.
    """
    by_line: dict[int, list[Fault]] = {}
    for fault in faults:
        by_line.setdefault(fault.line, []).append(fault)
    with whole_file(place, "utf-8-sig") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([*REASONS, *map(connect.escaped, header)])
        for record in records:
            if found := by_line.get(record.line):
                cells = [connect.escaped(cell) for cell in record.cells]
                writer.writerow([record.line, *joined(found), *cells])


def joined(faults: Sequence[Fault]) -> list[str]:
    """Return the columns and reasons of one row, each in one cell."""
    return [
        "; ".join(dict.fromkeys(fault.column for fault in faults)),
        "; ".join(fault.reason for fault in faults),
        "；".join(fault.reason_zh for fault in faults),
    ]


@contextmanager
def whole_file(place: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Write a file that only its owner may read, and that is there whole or not at all.

    A link laid in its place is replaced, never followed.
    """
    unfinished = place.with_name(f".{place.name}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(unfinished, flags, 0o600), "w", encoding=encoding, newline="") as out:
        yield out
    unfinished.replace(place)
