"""Bring the coupons of two members together when they become one, and part them again."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.book import Coupons
from liuke.domains.coupons.opening import open_coupons
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import State
from liuke.domains.programme import live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Union(Value, frozen=True):
    """All that the loser holds goes to the winner, under a cause of its own."""

    winner_id: MemberId
    loser_id: MemberId
    cause: str


async def unite(tx: Tx, unions: Sequence[Union]) -> None:
    """Move every living coupon of the losers to their winners; a reservation ends with it.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    book = await _open(tx, unions)
    for union in unions:
        _move(book, tx, union, only="")
    await save(tx, book)


async def part(tx: Tx, unions: Sequence[Union]) -> None:
    """Give back what unions moved and the winner has not used meanwhile.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    book = await _open(tx, unions)
    for union in unions:
        back = Union(union.loser_id, union.winner_id, f"un{union.cause}")
        _move(book, tx, back, only=f"{union.cause}:")
    await save(tx, book)


async def _open(tx: Tx, unions: Sequence[Union]) -> Coupons:
    members = [member for union in unions for member in (union.winner_id, union.loser_id)]
    await tx.lock(members)
    return await open_coupons(tx, members, (), await live(tx))


def _move(book: Coupons, tx: Tx, union: Union, *, only: str) -> None:
    for coupon in list(book.held.values()):
        theirs = coupon.member_id == union.loser_id and coupon.state is State.OPEN
        if theirs and coupon.cause.startswith(only):
            book.move(coupon.id, union.winner_id, cause=union.cause, at=tx.now)
