"""Settle who is in: whoever may change is locked, decided anew from the tables, and kept."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.segments.asking import decide
from liuke.domains.segments.membership import among, move
from liuke.kernel.conditions import Condition
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId


async def settle(tx: Tx, code: str, tree: Condition, changing: Sequence[MemberId]) -> None:
    """Put members where the tables say they belong, each change told once.

    What is decided behind the lock counts, whatever was thought of them before.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    if not changing:
        return
    await tx.lock(changing)
    fitting = await _fitting(tx, tree, changing)
    entering = [one for one in changing if one in fitting]
    leaving = [one for one in changing if one not in fitting]
    await move(tx, code, entering, leaving)


async def strayed(
    tx: Tx, code: str, tree: Condition, member_ids: Sequence[MemberId]
) -> list[MemberId]:
    """Return those members who are not where the tables say, looked at without a lock."""
    inside = await among(tx, code, member_ids)
    return sorted(inside ^ await _fitting(tx, tree, member_ids))


async def _fitting(tx: Tx, tree: Condition, member_ids: Sequence[MemberId]) -> set[MemberId]:
    verdicts = await decide(tx, [tree], member_ids)
    return {one for one, decided in verdicts.items() if decided[0]}
