"""The reports there are, read from their files once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from liuke.domains.analytics.reports.errors import UnknownReport
from liuke.domains.analytics.reports.header import Report, read

HERE = __package__


@cache
def reports() -> Mapping[str, Report]:
    """Return every report by its code."""
    return {code: read(code, text) for code, text in _texts("").items()}


@cache
def relations() -> Mapping[str, str]:
    """Return the statements that reports are made of, by name."""
    return _texts("relations")


def _texts(folder: str) -> dict[str, str]:
    place = files(HERE) / folder if folder else files(HERE)
    found = (file for file in place.iterdir() if file.name.endswith(".sql"))
    return {
        file.name.removesuffix(".sql"): file.read_text("utf-8")
        for file in sorted(found, key=lambda file: file.name)
    }


def find(code: str) -> Report:
    """Return a report.

    Raises:
        UnknownReport: there is none of this code.
    """
    if (report := reports().get(code)) is None:
        raise UnknownReport(code)
    return report
