"""Settle a step of a batch: who takes the deed has it, who does not is refused alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem
from liuke.kernel.values import Value

# One refused among a thousand is found in twenty; a transaction tries no more than this.
TRIES = 64

Do = Callable[[Sequence[MemberId]], Awaitable[Mapping[MemberId, Problem]]]


class Outcome(Value, frozen=True):
    """What became of one member: a word, or `refused:` with the code; the field and the reason."""

    outcome: str
    field: str = ""
    reason: str = ""
    reason_zh: str = ""


@dataclass
class Settling:
    """What became of whom so far, and how often it may still be tried."""

    do: Do
    became: str
    tries: int = TRIES
    outcomes: dict[MemberId, Outcome] = field(default_factory=dict)


async def settle(tx: Tx, due: Sequence[MemberId], do: Do, became: str) -> dict[MemberId, Outcome]:
    """Do a deed to all, or, where it is refused, to each half by itself; return the outcomes.

    A deed that leaves somebody out says whom and why. Members without an outcome were not reached:
    they wait for the next step.
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
            left_out = await settling.do(due)
    except Problem as problem:
        if len(due) == 1:
            settling.outcomes[due[0]] = refusal(problem)
            return
    else:
        done = dict.fromkeys(due, Outcome(settling.became))
        settling.outcomes |= done | {who: refusal(why) for who, why in left_out.items()}
        return
    half = len(due) // 2
    await _halve(tx, due[:half], settling)
    await _halve(tx, due[half:], settling)


def refusal(problem: Problem) -> Outcome:
    """Return the outcome of who was refused, as it is told to people."""
    facts = problem.facts()
    reason = str(facts.get("reason", ""))
    return Outcome(
        f"refused:{problem.code()}", str(facts.get("field", "")), reason,
        str(facts.get("reason_zh", reason)),
    )  # fmt: skip
