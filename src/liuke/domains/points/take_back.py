"""Take back what a cause gave, when the reason for giving it has gone."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import programme
from liuke.domains.points.accounts import Accounts
from liuke.domains.points.errors import ClawBackBlocked
from liuke.domains.points.events import PointsClawedBack
from liuke.domains.points.open_accounts import widen
from liuke.domains.points.save import save
from liuke.domains.points.values import Because, Key, Kind
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId

REASON = Because(reason=("礼遇收回",))


async def take_back(tx: Tx, member_ids: Sequence[MemberId], book: str, cause: str) -> None:
    """Take from members what an award gave them, once; of what is spent the book's policy decides.

    There is no refund to lower, so what a book would deduct is owed; one that blocks loses what
    is spent, since nobody asks here. Who had no such award is left alone.

    Raises:
        UnknownMembers: some members do not exist.
    """
    given = [Key(member_id, book, cause) for member_id in member_ids]
    await tx.lock(member_ids)
    live = await programme.live(tx)
    accounts = Accounts(tx.merchant_id, live, now=tx.now, zone=tx.zone)
    await take_back_in(tx, accounts, given)
    await save(tx, accounts)


async def take_back_in(tx: Tx, accounts: Accounts, awards: Sequence[Key]) -> list[PointsClawedBack]:
    """Do what `take_back` does within books that are open; `save` writes it with the rest.

    Return what was taken now: nothing of an award that is unknown, or was taken back before.
    """
    since = len(accounts.journal.events)
    back = [_undoing(award) for award in awards]
    await widen(tx, accounts, (), keys=back, undoing=awards)
    for award in awards:
        _take_back(accounts, award)
    return [one for one in accounts.journal.events[since:] if isinstance(one, PointsClawedBack)]


def _undoing(award: Key) -> Key:
    return award._replace(cause=f"undo:{award.cause}")


def _take_back(accounts: Accounts, award: Key) -> None:
    target = accounts.targets.get(award)
    if target is None or target.kind is not Kind.AWARD:
        return
    left = target.points - target.reversed
    try:
        _claw_back(accounts, award, left)
    except ClawBackBlocked as spent:
        _claw_back(accounts, award, left - spent.short[award.member_id])


def _claw_back(accounts: Accounts, award: Key, points: int) -> None:
    if points > 0:
        key = _undoing(award)
        accounts.claw_back(key, points, REASON, of_cause=award.cause, bearable=0)
