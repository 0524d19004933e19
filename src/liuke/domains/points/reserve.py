"""Set points aside for a checkout, until it is done or its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from liuke.domains import programme
from liuke.domains.points.open_accounts import open_accounts
from liuke.domains.points.save import save
from liuke.domains.points.values import Because, BookCode, Key
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Reservation(Value, frozen=True):
    """Points to be kept for `cause` until `expires_at`."""

    member_id: MemberId
    book: BookCode
    cause: Annotated[str, Meta(min_length=1, max_length=200)]
    points: Annotated[int, Meta(gt=0)]
    expires_at: Annotated[datetime, Meta(tz=True)]


async def reserve(
    tx: Tx, reservations: Sequence[Reservation], *, live: programme.Live | None = None
) -> None:
    """Set points aside, all or none; a cause that stands already keeps what it has.

    Raises:
        InsufficientPoints: a member has fewer usable points.
        PointsNotSpendable: a book only counts.
        UnknownBook: no live programme declares a book.
        UnknownMembers: some members do not exist.
    """
    members = [r.member_id for r in reservations]
    accounts = await open_accounts(tx, members, live or await programme.live(tx))
    for r in reservations:
        accounts.reserve(
            Key(r.member_id, r.book, r.cause), r.points, Because(), expires_at=r.expires_at
        )
    await save(tx, accounts)


async def release(tx: Tx, keys: Sequence[Key], *, live: programme.Live | None = None) -> list[Key]:
    """End reservations unused; return those that still stood, so that each ends once.

    Raises:
        UnknownMembers: some members do not exist.
    """
    accounts = await open_accounts(
        tx, [key.member_id for key in keys], live or await programme.live(tx)
    )
    ended = [key for key in keys if accounts.release(key)]
    await save(tx, accounts)
    return ended
