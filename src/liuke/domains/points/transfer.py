"""Pass points from one member to another, as far as the book allows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated

from msgspec import Meta

from liuke.domains import members, programme
from liuke.domains.points.accounts import Accounts
from liuke.domains.points.errors import TransferRefused
from liuke.domains.points.open_accounts import open_accounts
from liuke.domains.points.save import save
from liuke.domains.points.values import Because, BookCode, Key, Posted, Sharing
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Transfer(Value, frozen=True):
    """`points` above zero, from one member to another; counted once by the giver's cause."""

    giver_id: MemberId
    taker_id: MemberId
    book: BookCode
    cause: Annotated[str, Meta(min_length=1, max_length=200)]
    points: Annotated[int, Meta(gt=0)]
    because: Because = Because()


async def transfer(
    tx: Tx,
    transfers: Sequence[Transfer],
    *,
    related: Collection[frozenset[MemberId]] = (),
    live: programme.Live | None = None,
) -> list[Posted]:
    """Pass points on, all or none; `related` are the pairs that share a household.

    Both members see the entry under the same cause; the answer is the giver's.

    Raises:
        CauseReused: a giver or a taker had the cause before for something else.
        InsufficientPoints: a giver has fewer usable points.
        MemberNotActive: a giver may not spend, or a taker may not earn.
        PointsNotSpendable: a book only counts.
        TransferRefused: a book does not pass points between two members.
        UnknownBook: no live programme declares a book.
        UnknownMembers: some members do not exist.
    """
    accounts = await open_accounts(
        tx,
        [member for t in transfers for member in (t.giver_id, t.taker_id)],
        live or await programme.live(tx),
        keys=[Key(m, t.book, t.cause) for t in transfers for m in (t.giver_id, t.taker_id)],
    )
    await members.require_rights(
        tx, spending=[t.giver_id for t in transfers], earning=[t.taker_id for t in transfers]
    )
    for t in transfers:
        _require_allowed(accounts, t, related)
    posted = [
        accounts.transfer(Key(t.giver_id, t.book, t.cause), t.taker_id, t.points, t.because)
        for t in transfers
    ]
    await save(tx, accounts)
    return posted


def _require_allowed(
    accounts: Accounts, t: Transfer, related: Collection[frozenset[MemberId]]
) -> None:
    sharing = accounts.account(t.giver_id, t.book).spec.transfer
    pair = frozenset({t.giver_id, t.taker_id})
    allowed = sharing is Sharing.ANYONE or (sharing is Sharing.HOUSEHOLD and pair in related)
    if not allowed or len(pair) < 2:
        raise TransferRefused(t.book, t.giver_id, t.taker_id)
