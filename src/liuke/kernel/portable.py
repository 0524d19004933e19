"""Portable SQL: one text for PostgreSQL, DuckDB and Spark, and how each takes its values.

Relations are written in what PostgreSQL and DuckDB have in common, so PostgreSQL reads them as
they stand and the till never waits for a translator. What the engines say differently goes through
a function of ours (`lk_days`, …), which PostgreSQL has as a function and `dialects` renders for
the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, Protocol, TypeAlias

from liuke.kernel.lunar import calendar
from liuke.kernel.values import Value
from liuke.kernel.windows import When

Kind: TypeAlias = Literal["int", "bool", "text", "date", "instant"]
CASTS: Mapping[str, str] = {
    "int": "bigint", "bool": "boolean", "text": "text", "date": "date", "instant": "timestamptz",
    "id": "uuid",
}  # fmt: skip
PLACE = re.compile(r"\$([a-z_]+)")
CALENDAR = ("in_days", "month_day", "lunar_day")


class Later(Value, frozen=True):
    """A value that is known when the question is asked."""

    name: str
    of: Callable[[When], Any]


TODAY = Later("today", lambda when: when.today)
NOW = Later("now", lambda when: when.now)
ZONE = Later("zone", lambda when: when.zone)
MONTH = Later("month", lambda when: when.today.replace(day=1))
YEAR = Later("year", lambda when: when.today.replace(month=1, day=1))
MOMENTS = {
    "today": (TODAY, "date"), "now": (NOW, "instant"), "zone": (ZONE, "text"),
    "month": (MONTH, "date"), "year": (YEAR, "date"),
}  # fmt: skip
DAYS = [
    Later(name, lambda when, place=place: [row[place] for row in calendar(when.today)])  # type: ignore[misc] # mypy cannot type a default of a lambda
    for place, name in enumerate(CALENDAR)
]


def given(bound: Sequence[Any], when: When) -> list[Any]:
    """Return bound values as they are at a moment."""
    return [value.of(when) if isinstance(value, Later) else value for value in bound]


class Engine(Protocol):
    """How one engine takes values, and the few words it says differently."""

    # Whether deeds are counted by the member who did them before merged ones are brought together.
    whole: bool

    def bind(self, value: Any, kind: str) -> str:
        """Return what stands for a value in the text."""
        ...

    def among(self, value: str, choices: Sequence[Any], kind: str) -> str:
        """Return the test that a value is one of several."""
        ...

    def ordered(self, value: str, kind: str) -> str:
        """Return a value as it is put in order: texts by code point, as Python does."""
        ...

    def calendar(self) -> str:
        """Return the days ahead as a relation of `in_days`, `month_day` and `lunar_day`."""
        ...


class Postgres:
    """PostgreSQL: numbered parameters after `fixed` ones of the caller."""

    whole = False

    def __init__(self, fixed: int = 0, known: Mapping[str, int] | None = None) -> None:
        """Start after `fixed` parameters; `known` are those the caller binds by name."""
        self.fixed = fixed
        self.bound: list[Any] = []
        self._known = dict(known or {})

    def bind(self, value: Any, kind: str) -> str:
        """Bind a value once and return its place."""
        return self._placed(value, CASTS[kind])

    def _placed(self, value: Any, cast: str) -> str:
        name = value.name if isinstance(value, Later) else f"{cast} {value!r}"
        if name not in self._known:
            self.bound.append(value)
            self._known[name] = self.fixed + len(self.bound)
        return f"${self._known[name]}::{cast}"

    def among(self, value: str, choices: Sequence[Any], kind: str) -> str:
        """Compare with an array, however many there are."""
        return f"{value} = ANY ({self._placed(list(choices), f'{CASTS[kind]}[]')})"

    def ordered(self, value: str, kind: str) -> str:
        """Order texts byte by byte, whatever the database's collation."""
        return f'{value} COLLATE "C"' if kind == "text" else value

    def calendar(self) -> str:
        """Unnest the days."""
        return f"UNNEST({', '.join(self._placed(one, 'integer[]') for one in DAYS)})"


class Lake:
    """DuckDB and Spark: named parameters, in a text that `dialects` renders."""

    whole = True

    def __init__(self, when: When) -> None:
        """Bind for one moment."""
        self.when = when
        self.given: dict[str, Any] = {}
        self._known: dict[str, str] = {}

    def bind(self, value: Any, kind: str) -> str:
        """Bind a value once and return its name."""
        solid = value.of(self.when) if isinstance(value, Later) else value
        spelling = f"{kind} {solid!r}"
        if spelling not in self._known:
            self._known[spelling] = f"p{len(self.given)}"
            self.given[self._known[spelling]] = solid
        return f"${self._known[spelling]}"

    def among(self, value: str, choices: Sequence[Any], kind: str) -> str:
        """List the choices."""
        return f"{value} IN ({', '.join(self.bind(one, kind) for one in choices)})"

    def ordered(self, value: str, kind: str) -> str:  # noqa: ARG002 - texts are bytes here
        """Return the value: texts are ordered byte by byte."""
        return value

    def calendar(self) -> str:
        """Write the days as rows."""
        rows = ", ".join(f"({a}, {b}, {c})" for a, b, c in calendar(self.when.today))
        return f"(VALUES {rows})"


def placed(text: str, engine: Engine, args: Mapping[str, str]) -> str:
    """Return a declared text with what it asks for bound.

    `$today`, `$now`, `$zone`; `$month` and `$year`, their first days; `$calendar`, the days ahead;
    and its own arguments.

    >>> placed("book = $book AND on_ <= $today", Postgres(), {"book": "stars"})
    'book = $1::text AND on_ <= $2::date'
    """

    def one(found: re.Match[str]) -> str:
        name = found[1]
        if name in args:
            return engine.bind(args[name], "text")
        if name == "calendar":
            return engine.calendar()
        return engine.bind(*MOMENTS[name])

    return PLACE.sub(one, text)


def is_date(text: object) -> bool:
    """Say whether a text is a date as it is written out.

    >>> is_date("2026-02-28"), is_date("2026-2-28"), is_date("20260228")
    (True, False, False)
    """
    if not isinstance(text, str) or len(text) != 10:
        return False
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
