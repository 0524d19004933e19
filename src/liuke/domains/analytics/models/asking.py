"""What models ask of the lake: one statement each, the relations it names put in front."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from liuke.domains.analytics.models.arrays import Floats
from liuke.domains.analytics.opened import Lake
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

NEEDS = re.compile(r"^-- with: (.+)$", re.MULTILINE)
COMMENT = re.compile(r"^--.*\n", re.MULTILINE)
OPENING = re.compile(r"\AWITH\s")
# The range of ids that questions about all members are asked for.
EVERYBODY: Mapping[str, Any] = {"after": MemberId.first(), "last": MemberId.last()}


class Span(Value, frozen=True):
    """The days that the lake knows whole: the first and the last on which something was sold."""

    first_on: date
    through_on: date

    @property
    def days(self) -> int:
        """How many days that are."""
        return (self.through_on - self.first_on).days + 1


@cache
def question(name: str) -> str:
    """Return a statement, with the relations that its `-- with:` names."""
    text = (files(__package__) / "questions" / f"{name}.sql").read_text("utf-8")
    named = NEEDS.search(text)
    body = COMMENT.sub("", text).strip()
    if named is None:
        return body
    parts = [f"{part} AS ({_relation(part)})" for part in named[1].split(", ")]
    rest = f", {OPENING.sub('', body)}" if OPENING.match(body) else f" {body}"
    return f"WITH {', '.join(parts)}{rest}"


def _relation(name: str) -> str:
    text = (files(__package__) / "questions" / f"{name}.sql").read_text("utf-8")
    return COMMENT.sub("", text).strip()


async def ask(lake: Lake, name: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Ask one question and return its rows."""
    return (await lake.ask(question(name), given)).rows


async def asked(lake: Lake, name: str, given: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Ask one question and return its columns by name."""
    answer = await lake.ask(question(name), given)
    columns = zip(*answer.rows, strict=True) if answer.rows else ([] for _ in answer.columns)
    return {name: list(cells) for name, cells in zip(answer.columns, columns, strict=True)}


def floats(cells: Sequence[Any]) -> Floats:
    """Return a column as an array of numbers."""
    return np.array(cells, dtype=np.float64)


async def span(lake: Lake, today: date) -> Span | None:
    """Return which days the lake knows whole; a day that is not over does not count."""
    before = today - timedelta(days=1)
    last, first, _ = (await ask(lake, "through", {"before_on": before}))[0]
    return None if last is None else Span(first, last)
