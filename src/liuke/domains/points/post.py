"""Post movements: earn and spend, in a batch, each cause once."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import programme
from liuke.domains.points.accounts import Accounts
from liuke.domains.points.errors import InsufficientPoints, ZeroPoints
from liuke.domains.points.forward import forward
from liuke.domains.points.open_accounts import open_accounts
from liuke.domains.points.save import save
from liuke.domains.points.values import Key, Movement, Posted
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId


async def post(
    tx: Tx, movements: Sequence[Movement], *, live: programme.Live | None = None
) -> list[Posted]:
    """Post movements, all or none, in the order given; a known cause returns its first outcome.

    What a merged member earns is passed on to whom they stand for.

    Raises:
        CauseReused: a cause was counted before for another kind of movement.
        InsufficientPoints: names every member who would fall below zero, and by how much.
        MonthClosed: an earning belongs to a month that takes no more entries.
        PointsNotSpendable: a book that only counts would be spent.
        UnknownBook: no live programme declares a book.
        UnknownMembers: some members do not exist.
        ZeroPoints: a movement moves nothing.
    """
    keys = [Key(m.member_id, m.book, m.cause) for m in movements]
    accounts = await open_accounts(
        tx,
        [m.member_id for m in movements],
        live or await programme.live(tx),
        drawing={m.member_id for m in movements if m.points < 0},
        keys=keys,
    )
    short: dict[MemberId, int] = {}
    posted = []
    for key, movement in zip(keys, movements, strict=True):
        try:
            posted.append(_fold(accounts, key, movement))
        except InsufficientPoints as refused:
            for member_id, lacking in refused.short.items():
                short[member_id] = short.get(member_id, 0) + lacking
    if short:
        raise InsufficientPoints(short)
    await save(tx, accounts)
    earned = [(p.member_id, p.book, p.seq) for p in posted if p.fresh and p.points > 0]
    await forward(tx, earned, live=live)
    return posted


def _fold(accounts: Accounts, key: Key, movement: Movement) -> Posted:
    if movement.points > 0:
        return accounts.award(key, movement.points, movement.because)
    if movement.points < 0:
        return accounts.spend(key, -movement.points, movement.because)
    raise ZeroPoints(movement.cause)
