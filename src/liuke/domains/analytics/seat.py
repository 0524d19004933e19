"""Where this process keeps its lake, and the engines that write and answer; set once at start."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from liuke.domains.analytics.depot import HERE, Depot
from liuke.domains.analytics.errors import LakeUnavailable
from liuke.domains.analytics.values import Answer, Pressed, Stored
from liuke.kernel.db import Database
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.lake import LakeTable
from liuke.kernel.patience import Going


class Engine(Protocol):
    """Answers one SELECT, in the dialect of DuckDB, over tables that are files.

    Both calls block; the caller puts them on a thread.
    """

    def query(self, views: Mapping[str, Stored], sql: str, given: Mapping[str, Any]) -> Answer:
        """Answer `sql`; `given` binds `$name`.

        Raises:
            QuestionRefused: it is no SELECT over the views.
            QuestionTooLarge: it takes too much time or memory.
        """
        ...


@dataclass(frozen=True)
class Order:
    """What is to be written: a table's rows or keys, by which run, into which folder.

    `columns` are those of the rows in order; with `on` there is a file for each month.
    """

    table: LakeTable
    columns: Sequence[str]
    run: int
    folder: Path
    on: str = ""


class Press(Protocol):
    """Writes Parquet; every call blocks."""

    def press(self, spool: Path, *, order: Order) -> list[Pressed]:
        """Turn rows as CSV into files."""
        ...

    def merge(self, stored: Stored, order: Order) -> list[Pressed]:
        """Write the rows that count anew, without those that later ones replaced."""
        ...

    def forget(self, stored: Stored, order: Order, member_ids: Sequence[MemberId]) -> list[Pressed]:
        """Write rows anew as they are, without what members are to be forgotten by."""
        ...

    def files_with(self, stored: Stored, member_ids: Sequence[MemberId]) -> set[str]:
        """Return the files that hold rows of members."""
        ...

    def files_replaced(self, stored: Stored) -> set[str]:
        """Return the files that hold rows which later ones replaced or removed."""
        ...


@dataclass
class Flight:
    """The runs of this process for one merchant: one at a time, and how many have begun.

    `going` are those that nobody may be waiting for any more.
    """

    one: asyncio.Lock = field(default_factory=asyncio.Lock)
    begun: int = 0
    going: Going = field(default_factory=partial(Going, "analytics.freshen"))


@dataclass
class Seat:
    """A folder for all merchants' lakes, and who works on it; `database` serves `freshen`.

    The folder is the lake, or has copies of what `depot` keeps elsewhere. What was done by nobody
    who is known is kept for `trail_days`.
    """

    folder: Path
    engine: Engine
    press: Press
    database: Database | None = None
    depot: Depot = HERE
    trail_days: int = 400
    flights: dict[MerchantId, Flight] = field(default_factory=dict)


_SEATS: list[Seat] = []


def furnish(seat: Seat | None) -> None:
    """Set this process's lake; None takes it away."""
    _SEATS[:] = [seat] if seat else []


def furnished() -> bool:
    """Tell whether this process has a lake that it can bring to now."""
    return any(place.database for place in _SEATS)


def seat() -> Seat:
    """Return this process's lake.

    Raises:
        LakeUnavailable: it was started without one.
    """
    if not _SEATS:
        raise LakeUnavailable
    return _SEATS[0]
