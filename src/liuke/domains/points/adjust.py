"""Correct books by hand, on the record; routes ask a second person above a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from liuke.domains import programme
from liuke.domains.points.errors import ZeroPoints
from liuke.domains.points.forward import forward
from liuke.domains.points.open_accounts import open_accounts
from liuke.domains.points.save import save
from liuke.domains.points.values import Because, BookCode, Key, Posted
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Adjustment(Value, frozen=True):
    """A correction above or below zero; with `counts` it changes what the member has earned."""

    member_id: MemberId
    book: BookCode
    cause: Annotated[str, Meta(min_length=1, max_length=200)]
    points: Annotated[int, Meta(ge=-(10**12), le=10**12)]
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    counts: bool = False


async def adjust(
    tx: Tx, adjustments: Sequence[Adjustment], *, live: programme.Live | None = None
) -> list[Posted]:
    """Post corrections, all or none, each once by its cause, and audit those that are new.

    Raises:
        CauseReused: a cause was counted before for something else.
        InsufficientPoints: more would be taken than is usable.
        MonthClosed: a correction would count in a closed month.
        UnknownBook: no live programme declares a book.
        UnknownMembers: some members do not exist.
        ZeroPoints: a correction moves nothing.
    """
    for adjustment in adjustments:
        if adjustment.points == 0:
            raise ZeroPoints(adjustment.cause)
    keys = [Key(a.member_id, a.book, a.cause) for a in adjustments]
    accounts = await open_accounts(
        tx, [a.member_id for a in adjustments], live or await programme.live(tx), keys=keys
    )
    posted = [
        accounts.adjust(key, a.points, Because(reason=(a.reason,)), counts=a.counts)
        for key, a in zip(keys, adjustments, strict=True)
    ]
    await save(tx, accounts)
    given = [(p.member_id, p.book, p.seq) for p in posted if p.fresh and p.points > 0]
    await forward(tx, given, live=live)
    fresh = [(p, a) for p, a in zip(posted, adjustments, strict=True) if p.fresh]
    await audit.record(tx, [_act(p, a) for p, a in fresh])
    return posted


def _act(posted: Posted, adjustment: Adjustment) -> audit.Act:
    return audit.Act(
        "points.adjusted",
        str(posted.member_id),
        {"book": posted.book, "balance": posted.balance_after - posted.points},
        {"book": posted.book, "balance": posted.balance_after},
        adjustment.reason,
    )
