"""Free awards that wait for an event, when it has come."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import programme
from liuke.domains.points.open_accounts import open_accounts
from liuke.domains.points.save import save
from liuke.domains.points.values import Key, Kind
from liuke.kernel.db import Tx


async def activate(tx: Tx, awards: Sequence[Key], *, live: programme.Live | None = None) -> int:
    """Make the waiting points of these awards usable from now on; return how many points.

    Raises:
        CauseReused: a cause names something that is no award.
        UnknownEntry: there is no award with a cause.
        UnknownMembers: some members do not exist.
    """
    members = [key.member_id for key in awards]
    accounts = await open_accounts(tx, members, live or await programme.live(tx), undoing=awards)
    freed = 0
    for key in awards:
        account = accounts.account(key.member_id, key.book)
        for lot in accounts.target(key, Kind.CLAW_BACK).lots:
            if lot.pending:
                freed += lot.remaining
                account.activate(lot, tx.now)
    await save(tx, accounts)
    return freed
