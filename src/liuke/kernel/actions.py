"""Actions: what can be done to a batch of members, each idempotent by its cause."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, from_wire
from liuke.kernel.problems import Problem
from liuke.kernel.values import Value

# Who was left out, and why; an action that leaves nobody out returns nothing.
Run = Callable[[Tx, Sequence[MemberId], Any, str], Awaitable[Mapping[MemberId, Problem] | None]]
F = TypeVar("F", bound=Run)


class Action(Value, frozen=True):
    """A declared action: its name, what its parameters are, and the function that does it."""

    name: str
    label: str
    label_zh: str
    params: type
    run: Run


class Deed(Value, frozen=True):
    """An action with its parameters, as programmes, journeys and games hold it."""

    action: str
    params: dict[str, Any]


class Work(NamedTuple):
    """One deed for a batch of members, and the cause it is done for."""

    deed: Deed
    member_ids: list[MemberId]
    cause: str


ACTIONS: dict[str, Action] = {}


def action(name: str, *, params: type, label: str, label_zh: str) -> Callable[[F], F]:
    """Declare `run(tx, member_ids, params, cause)` as the action `name`.

    It raises where nobody may have it, and returns whom alone it left out, each with the refusal.
    """

    def declare(run: F) -> F:
        ACTIONS[name] = Action(name, label, label_zh, params, run)
        return run

    return declare


# What takes back what a cause gave, as far as it has not been used; not every action has one.
UNDOS: dict[str, Run] = {}


def undoes(name: str) -> Callable[[F], F]:
    """Declare `take_back(tx, member_ids, params, cause)` for the action `name`."""

    def declare(take_back: F) -> F:
        UNDOS[name] = take_back
        return take_back

    return declare


def parse(deed: Deed) -> tuple[Action, Any]:
    """Return the action a deed names, and its parameters as that action's type.

    Raises:
        KeyError: no such action.
        msgspec.ValidationError: the parameters do not fit; the message names the path.
    """
    found = ACTIONS[deed.action]
    return found, msgspec.convert(deed.params, found.params, dec_hook=from_wire)


async def perform(
    tx: Tx, deed: Deed, member_ids: Sequence[MemberId], cause: str
) -> Mapping[MemberId, Problem]:
    """Run one deed on a batch of members, and say who was left out and why.

    A cause a member has had before is skipped.
    """
    found, params = parse(deed)
    return await found.run(tx, member_ids, params, cause) or {}


async def perform_all(tx: Tx, works: Sequence[Work]) -> None:
    """Run deeds one after another, each for its whole batch."""
    for work in works:
        await perform(tx, work.deed, work.member_ids, work.cause)


async def undo_all(tx: Tx, works: Sequence[Work]) -> None:
    """Take back what deeds gave for their causes, as far as it has not been used."""
    for work in works:
        if take_back := UNDOS.get(work.deed.action):
            _, params = parse(work.deed)
            await take_back(tx, work.member_ids, params, work.cause)
