"""Count happenings from outside the till: imports, corrections, other domains."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.domains import programme
from liuke.domains.tiers.errors import PeriodClosed
from liuke.domains.tiers.merge import rejoin
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.save import save
from liuke.domains.tiers.values import Amounts
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Happening(Value, frozen=True):
    """One happening of one member and what it is worth; its cause counts once."""

    member_id: MemberId
    cause: str
    at: datetime
    amounts: Amounts
    undoes: str = ""  # the cause taken back; amounts are then below zero


class Cause(Value, frozen=True):
    """A cause a member has had."""

    member_id: MemberId
    cause: str


KNOWN = Sql[Cause]("""
    SELECT DISTINCT member_id, cause FROM tiers_entry
    WHERE member_id = ANY ($1::uuid[]) AND cause = ANY ($2::text[])
""")


async def record(tx: Tx, happenings: Sequence[Happening]) -> None:
    """Count `happenings`, all or none; skip a cause its member has had before.

    Raises:
        PeriodClosed: names the causes dated in a period that is closed for good.
        UnknownMembers: names those that do not exist.
    """
    members = [one.member_id for one in happenings]
    await tx.lock(members)
    book = await open_standings(tx, members, await programme.live(tx))
    rows = await tx.rows(KNOWN, members, [one.cause for one in happenings])
    had = {(row.member_id, row.cause) for row in rows}
    for one in happenings:
        if (one.member_id, one.cause) not in had:
            had.add((one.member_id, one.cause))
            book.progress(one.member_id, one.amounts, at=one.at, cause=one.cause, undoes=one.undoes)
    if book.closed:
        raise PeriodClosed(tuple(book.closed))
    await save(tx, book)
    await rejoin(tx, members)
