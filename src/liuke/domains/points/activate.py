"""Free awards that wait for an event, when it has come."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import programme
from liuke.domains.points.open_accounts import open_accounts
from liuke.domains.points.save import save
from liuke.domains.points.values import Key, Kind
from liuke.kernel.db import Tx

# The events at which awards may be told to wait; whoever emits one calls `activate`.
FREEING: set[str] = set()


def declare_freeing(*kinds: str) -> None:
    """Offer events as what awards may wait for."""
    FREEING.update(kinds)


async def activate(tx: Tx, awards: Sequence[Key], *, live: programme.Live | None = None) -> int:
    """Make the waiting points of these awards usable from now on; return how many points.

    An award that was never posted, since it gave nothing, is skipped.

    Raises:
        CauseReused: a cause names something that is no award.
        UnknownMembers: some members do not exist.
    """
    members = [key.member_id for key in awards]
    accounts = await open_accounts(tx, members, live or await programme.live(tx), undoing=awards)
    freed = 0
    for key in awards:
        if key not in accounts.targets:
            continue
        account = accounts.account(key.member_id, key.book)
        for lot in accounts.target(key, Kind.CLAW_BACK).lots:
            if lot.pending:
                freed += lot.remaining
                account.activate(lot, tx.now)
    await save(tx, accounts)
    return freed
