"""Take back what a cause gave, when the reason for giving it has gone."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import programme
from liuke.domains.points.accounts import Accounts
from liuke.domains.points.errors import ClawBackBlocked
from liuke.domains.points.open_accounts import open_accounts
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
    back = [key._replace(cause=f"undo:{cause}") for key in given]
    live = await programme.live(tx)
    accounts = await open_accounts(tx, list(member_ids), live, keys=back, undoing=given)
    for award, key in zip(given, back, strict=True):
        _take_back(accounts, award, key)
    await save(tx, accounts)


def _take_back(accounts: Accounts, award: Key, key: Key) -> None:
    target = accounts.targets.get(award)
    if target is None or target.kind is not Kind.AWARD:
        return
    left = target.points - target.reversed
    try:
        _claw_back(accounts, award, key, left)
    except ClawBackBlocked as spent:
        _claw_back(accounts, award, key, left - spent.short[key.member_id])


def _claw_back(accounts: Accounts, award: Key, key: Key, points: int) -> None:
    if points > 0:
        accounts.claw_back(key, points, REASON, of_cause=award.cause, bearable=0)
