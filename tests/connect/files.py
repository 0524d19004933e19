"""Files of bytes, read whole as an import reads them."""

from __future__ import annotations

import io

import pytest

from liuke.domains.connect import UnreadableFile, records, survey


def read(raw: bytes) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows with their lines in the file."""
    stream = io.BytesIO(raw)
    return [(row.line, row.cells) for row in records(stream, survey(stream))]


def refusal(raw: bytes) -> UnreadableFile:
    """Return why the file cannot be read."""
    with pytest.raises(UnreadableFile) as refused:
        read(raw)
    return refused.value
