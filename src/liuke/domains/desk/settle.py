"""Settle a step of a batch: who takes the deed has it, who does not is refused alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem

# One refused among a thousand is found in twenty; a transaction tries no more than this.
TRIES = 64

Do = Callable[[Sequence[MemberId]], Awaitable[object]]


@dataclass
class Settling:
    """What became of whom so far, and how often it may still be tried."""

    do: Do
    became: str
    tries: int = TRIES
    outcomes: dict[MemberId, str] = field(default_factory=dict)


async def settle(tx: Tx, due: Sequence[MemberId], do: Do, became: str) -> dict[MemberId, str]:
    """Do a deed to all, or, where it is refused, to each half by itself; return the outcomes.

    Members without an outcome were not reached: they wait for the next step.
    """
    settling = Settling(do, became)
    await _halve(tx, due, settling)
    return settling.outcomes


async def _halve(tx: Tx, due: Sequence[MemberId], settling: Settling) -> None:
    if settling.tries == 0:
        return
    settling.tries -= 1
    try:
        async with tx.savepoint():
            await settling.do(due)
    except Problem as problem:
        if len(due) == 1:
            settling.outcomes[due[0]] = f"refused:{problem.code()}"
            return
    else:
        settling.outcomes |= dict.fromkeys(due, settling.became)
        return
    half = len(due) // 2
    await _halve(tx, due[:half], settling)
    await _halve(tx, due[half:], settling)
