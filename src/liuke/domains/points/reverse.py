"""Undo entries in part or in whole: spends are restored, awards clawed back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from liuke.domains import programme
from liuke.domains.points.accounts import Accounts
from liuke.domains.points.errors import CauseReused, UnknownEntry
from liuke.domains.points.open_accounts import open_accounts
from liuke.domains.points.save import save
from liuke.domains.points.values import Because, BookCode, Key, Kind, Posted
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Reversal(Value, frozen=True):
    """Undo `points` (above zero) of the entry `of_cause`, under a cause of its own."""

    member_id: MemberId
    book: BookCode
    cause: Annotated[str, Meta(min_length=1, max_length=200)]
    of_cause: str
    points: Annotated[int, Meta(gt=0)]
    because: Because = Because()


async def reverse(
    tx: Tx, reversals: Sequence[Reversal], *, live: programme.Live | None = None
) -> list[Posted]:
    """Undo entries, all or none, each once by its cause and never beyond the original.

    Raises:
        CauseReused: a cause was counted before for something else.
        ClawBackBlocked: the points of an award are spent, and its book blocks that.
        OverReversed: more would be undone than is left of an entry.
        UnknownEntry: there is no award or spend with a cause.
        UnknownMembers: some members do not exist.
    """
    accounts = await open_accounts(
        tx,
        [r.member_id for r in reversals],
        live or await programme.live(tx),
        keys=[Key(r.member_id, r.book, r.cause) for r in reversals],
        undoing=[Key(r.member_id, r.book, r.of_cause) for r in reversals],
    )
    posted = [_fold(accounts, r) for r in reversals]
    await save(tx, accounts)
    return posted


def _fold(accounts: Accounts, r: Reversal) -> Posted:
    key = Key(r.member_id, r.book, r.cause)
    target = accounts.targets.get(key._replace(cause=r.of_cause))
    if target is None:
        raise UnknownEntry(r.of_cause)
    if target.kind is not Kind.AWARD and not (
        target.reversed or any(target.out)
    ):  # it took nothing
        raise CauseReused(r.of_cause, target.kind.value)
    undo = accounts.claw_back if target.kind is Kind.AWARD else accounts.restore
    return undo(key, r.points, r.because, of_cause=r.of_cause)
