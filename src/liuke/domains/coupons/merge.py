"""Bring the coupons of two members together when they become one, and part them again."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.book import Coupons
from liuke.domains.coupons.opening import open_coupons
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import Coupon, Holding, State
from liuke.domains.members import followers
from liuke.domains.programme import live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Union(Value, frozen=True):
    """All that the loser holds goes to the winner, under a cause of its own."""

    winner_id: MemberId
    loser_id: MemberId
    cause: str


OWNED = Sql[Holding]("""
    SELECT member_id, id AS coupon_id FROM coupons_coupon
    WHERE member_id = ANY ($1::uuid[]) AND first_id IS NULL
""")


async def unite(tx: Tx, unions: Sequence[Union]) -> None:
    """Move every living coupon of the losers to their winners; a reservation ends with it.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    book = await _open(tx, unions)
    for union in unions:
        for coupon in _open_ones(book, union.loser_id):
            book.move(coupon.id, union.winner_id, cause=union.cause, at=tx.now)
    await save(tx, book)


async def part(tx: Tx, unions: Sequence[Union]) -> None:
    """Give back what was the losers' at first and the winners have not used meanwhile.

    It may have come by way of others, or since, of orders or under an id of those who part.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    book = await _open(tx, unions)
    parting = await followers(tx, [union.loser_id for union in unions])
    owned = await tx.rows(OWNED, sorted({one for them in parting.values() for one in them}))
    owners = {row.coupon_id: row.member_id for row in owned}
    for union in unions:
        for coupon in _open_ones(book, union.winner_id):
            if coupon.first_id and owners.get(coupon.first_id) in parting[union.loser_id]:
                book.move(coupon.id, union.loser_id, cause=f"un{union.cause}", at=tx.now)
    await save(tx, book)


async def _open(tx: Tx, unions: Sequence[Union]) -> Coupons:
    members = [member for union in unions for member in (union.winner_id, union.loser_id)]
    await tx.lock(members)
    return await open_coupons(tx, members, (), await live(tx))


def _open_ones(book: Coupons, member_id: MemberId) -> list[Coupon]:
    return [c for c in book.held.values() if c.member_id == member_id and c.state is State.OPEN]
