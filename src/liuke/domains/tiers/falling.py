"""Falling: with a gift that a return undoes go the points it gave, in the books of that return."""

from __future__ import annotations

from collections.abc import Iterator

from liuke.domains import points
from liuke.domains.points import Accounts
from liuke.domains.tiers.book import Standings
from liuke.domains.tiers.earned import count, lost
from liuke.domains.tiers.events import TierGiftUndone, TierRungUndone
from liuke.domains.tiers.gifts import works
from liuke.domains.tiers.undone import Claimed, Given, PointsGone
from liuke.kernel.db import Tx

AWARD = "points.award"


async def take_points(tx: Tx, book: Standings, accounts: Accounts) -> None:
    """Take back the points of gifts that went when the book was refolded, and count that.

    What counted them is late afterwards: folded anew, more may go with it.
    """
    gone = dict(_awards(book))
    if not gone:
        return
    book.settled |= {gift for gift, _ in gone.values()}
    for taken in await points.take_back_in(tx, accounts, list(gone)):
        gift, root = gone[points.Key(taken.member_id, taken.book, taken.of_cause)]
        book.roots[taken.member_id, taken.cause] = root
        book.points_gone.append(PointsGone(gift, taken.book, taken.points, taken.debt, root))
        count(book, lost(taken))


def _awards(book: Standings) -> Iterator[tuple[points.Key, tuple[Given | Claimed, str]]]:
    """Yield the awards of gifts that went since, each with the gift and the return's cause."""
    for found in book.refolded.values():
        gifts: list[Given | Claimed] = [*found.gifts, *found.rungs]
        for gift in gifts:
            if gift not in book.settled:
                for work in works(book.live, [_undone(gift)]):
                    if work.deed.action == AWARD:
                        key = points.Key(gift.member_id, work.deed.params["book"], work.cause)
                        yield key, (gift, found.cause)


def _undone(gift: Given | Claimed) -> TierGiftUndone | TierRungUndone:
    if isinstance(gift, Claimed):
        return TierRungUndone(gift.member_id, gift.set_code, gift.rung, gift.period_on, gift.turn)
    return TierGiftUndone(
        gift.member_id, gift.set_code, gift.level, gift.grant_code, gift.period, gift.turn
    )
