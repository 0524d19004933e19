"""The head of a report's file: its words, parameters and charts, as TOML in SQL comments."""

from __future__ import annotations

import tomllib
from typing import Any, Literal

import msgspec

from liuke.kernel.values import Value

Kind = Literal["date", "number", "money", "choice", "stores"]
ChartKind = Literal["line", "bar", "stack", "heat", "curve", "sankey", "funnel"]
Group = Literal["sales", "members", "goods", "programme", "marketing"]


class Parameter(Value, frozen=True):
    """What may be chosen: a date counts `back` days from the last one, others have a default."""

    kind: Kind
    default: int | str | None = None
    back: int = 0
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()
    label: str = ""
    label_zh: str = ""


class Chart(Value, frozen=True):
    """How rows are drawn: along `x`, one line for each of `y`, or one for each `series`.

    With `by`, there is a chart for each value of that column; with `most`, of the first rows only.
    """

    kind: ChartKind
    x: str
    y: tuple[str, ...]
    series: str = ""
    by: str = ""
    most: int = 0


class Report(Value, frozen=True):
    """One question, and the statement that answers it.

    One that is `like` another has its statement, by what it drills into itself.
    """

    title: str
    title_zh: str
    group: Group
    about: str
    about_zh: str
    drill: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    ratios: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    by_store: bool = True
    parameters: dict[str, Parameter] = msgspec.field(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    like: str = ""
    code: str = ""
    sql: str = ""


def read(code: str, text: str) -> Report:
    """Read one file: comment lines up to the statement are the head.

    Raises:
        msgspec.ValidationError: the head does not fit; the message names the field.
    """
    lines = text.splitlines()
    size = next((at for at, line in enumerate(lines) if not line.startswith("--")), len(lines))
    head: dict[str, Any] = tomllib.loads("\n".join(line[3:] for line in lines[:size]))
    return msgspec.convert(head | {"code": code, "sql": "\n".join(lines[size:])}, Report)
