"""A made-up member, and what rows there are of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from liuke.kernel.verdicts import FactValue
from tests.kernel.people import ROWS, World


@dataclass(frozen=True)
class Person:
    """A living member, with all who became a part of them."""

    world: World
    home: UUID

    def own(self, table: str, **where: Any) -> list[ROWS]:
        """The rows of the member alone that have some values."""
        return self._of({self.home}, table, where)

    def every(self, table: str, **where: Any) -> list[ROWS]:
        """The rows of the member and of their parts that have some values."""
        parts = {one for one, home in self.world.homes.items() if home == self.home}
        return self._of(parts, table, where)

    def _of(self, members: set[UUID], table: str, where: Mapping[str, Any]) -> list[ROWS]:
        rows = [row for row in self.world.rows(table) if row["member_id"] in members]
        return [row for row in rows if all(row[name] == one for name, one in where.items())]

    def one(self, table: str, column: str, **where: Any) -> Any:
        """A column of the member's only row, nothing where there is none."""
        return next((row[column] for row in self.own(table, **where)), None)

    def member(self, column: str) -> Any:
        return next(r[column] for r in self.world.rows("members_member") if r["id"] == self.home)

    def profile(self, name: str, column: str = "value") -> Any:
        """The last value of a profile field, the member's own before those of their parts."""
        rows = self.every("members_profile", field=name)
        order = [
            (r["member_id"] == self.home, r["set_at"], r["member_id"], r[column]) for r in rows
        ]
        return max(order, key=lambda one: one[:3])[3] if order else None

    def born(self, of: Callable[[date], FactValue]) -> FactValue:
        on = self.profile("birthday", "value_on")
        return None if on is None else of(on)

    @property
    def today(self) -> date:
        return self.world.when.today
