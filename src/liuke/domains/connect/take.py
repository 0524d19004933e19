"""Take rows in: what can be taken is, what cannot is named, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from liuke.domains.connect.plan import Group, Plan, Row
from liuke.domains.connect.values import Fault
from liuke.kernel.db import Tx
from liuke.kernel.problems import Invalid, NotFound, Problem, Refused

NOT_ALONE = ("another row of the same one is refused", "同一单中另有一行有误")


@dataclass(frozen=True)
class Taken:
    """What became of a chunk: rows taken, and every fault of the others."""

    rows: int
    taken: int
    faults: tuple[Fault, ...]

    @property
    def refused(self) -> int:
        """Return how many rows were refused."""
        return self.rows - self.taken


class Rehearsed(Exception):
    """Undoes a dry run; never leaves this file."""


async def take(tx: Tx, plan: Plan, chunk: Sequence[Group]) -> Taken:
    """Hand the sound groups of a chunk to their sheet; a group is taken whole or not at all."""
    sound = sound_of(chunk)
    unsound = [group for group in chunk if any(row.faults for row in group)]
    faults = [fault for group in unsound for fault in _of(group)]
    faults += await _attempt(tx, plan, sound)
    bad = {fault.line for fault in faults}
    rows = [row for group in chunk for row in group]
    taken = sum(row.record.line not in bad for row in rows)
    return Taken(len(rows), taken, tuple(sorted(faults, key=lambda f: (f.line, f.column))))


def sound_of(chunk: Iterable[Group]) -> list[Group]:
    """Return the groups in which no row has a fault: what a sheet is handed."""
    return [group for group in chunk if not any(row.faults for row in group)]


async def rehearse(tx: Tx, plan: Plan, chunk: Sequence[Group]) -> Taken:
    """Do the same and undo it: what would be refused, for a dry run."""
    found = Taken(0, 0, ())
    with suppress(Rehearsed):
        async with tx.savepoint():
            found = await take(tx, plan, chunk)
            _undo()
    return found


def _undo() -> None:
    raise Rehearsed


async def _attempt(tx: Tx, plan: Plan, groups: Sequence[Group]) -> list[Fault]:
    """Take groups at once; where the domain refuses, halve until the guilty one stands alone."""
    if not groups:
        return []
    try:
        async with tx.savepoint():
            return await _hand_over(tx, plan, groups)
    except (Refused, Invalid, NotFound) as problem:
        if len(groups) == 1:
            return _against(groups[0], problem)
    half = len(groups) // 2
    return [
        *await _attempt(tx, plan, groups[:half]),
        *await _attempt(tx, plan, groups[half:]),
    ]


async def _hand_over(tx: Tx, plan: Plan, groups: Sequence[Group]) -> list[Fault]:
    rows = [row for group in groups for row in group]
    assert plan.sheet.take is not None, "only sheets that take are planned"
    found = await plan.sheet.take(tx, [row.value for row in rows])
    faults = [
        Fault(rows[f.item].record.line, f.column, f.reason, f.reason_zh, f.code) for f in found
    ]
    guilty = {fault.line for fault in faults}
    partly = [group for group in groups if guilty & {row.record.line for row in group}]
    return faults + [
        Fault(row.record.line, "", *NOT_ALONE)
        for group in partly
        for row in group
        if row.record.line not in guilty
    ]


def _of(group: Group) -> Iterable[Fault]:
    """Return the faults of a group, and that its sound rows wait for the others."""
    for row in group:
        yield from row.faults or [Fault(row.record.line, "", *NOT_ALONE)]


def _against(group: Group, problem: Problem) -> list[Fault]:
    facts = problem.facts()
    field, reason = str(facts.get("field", "")), str(facts.get("reason", ""))
    reason_zh = str(facts.get("reason_zh", reason))
    rest = _told(facts)
    text, text_zh = _joined(problem.title, reason, rest), _joined(problem.title_zh, reason_zh, rest)
    return [Fault(row.record.line, field, text, text_zh, problem.code()) for row in group]


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)[:300]


def _told(facts: Mapping[str, Any]) -> str:
    """Return what a refusal names in plain words: texts, numbers, and lists of texts."""
    plain: list[str] = []
    for name, value in facts.items():
        if name not in ("field", "reason", "reason_zh"):
            several = value if isinstance(value, list | tuple) else [value]
            plain += [str(one) for one in several if isinstance(one, str | int)]
    return " ".join(plain)


__all__ = ["Row", "Taken", "rehearse", "take"]
