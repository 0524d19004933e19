"""Tell books that live by card years when a member's card year begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from liuke.domains import programme
from liuke.domains.points.open_accounts import open_accounts
from liuke.domains.points.save import save
from liuke.domains.points.values import BookSpec, CardYearEnd
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId


async def set_card_dates(
    tx: Tx, dates: Mapping[MemberId, date], *, live: programme.Live | None = None
) -> None:
    """Start the card years of members from these dates; what they hold keeps the end it has.

    Raises:
        UnknownMembers: some members do not exist.
    """
    live = live or await programme.live(tx)
    books = [spec.code for spec in live.items(BookSpec) if isinstance(spec.expiry, CardYearEnd)]
    if not books:
        return
    accounts = await open_accounts(tx, list(dates), live, drawing=())
    for member_id, card_on in dates.items():
        for book in books:
            account = accounts.account(member_id, book)
            account.figures.card_on = card_on
            account.changed = True
    await save(tx, accounts)
