"""Give or take levels by hand."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import programme
from liuke.domains.tiers.book import Standings
from liuke.domains.tiers.errors import UnknownLevel, UnknownTierSet
from liuke.domains.tiers.merge import rejoin
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.record import KNOWN
from liuke.domains.tiers.save import save
from liuke.domains.tiers.stairs import rank_of
from liuke.domains.tiers.values import Entry, LevelChange
from liuke.kernel import audit
from liuke.kernel.audit import Act
from liuke.kernel.db import Tx
from liuke.kernel.problems import InvalidField

OVER = "this day has passed", "这一天已经过去"


async def set_levels(tx: Tx, changes: Sequence[LevelChange], *, cause: str) -> None:
    """Set levels, all or none; a member who had `cause` before is skipped.

    Of levels of one member in one set the last counts.

    A level set above what is deserved stays until `hold_until_on`, then is judged as any other;
    one set below it is not climbed out of before the period, or the hold, has ended.

    Raises:
        UnknownTierSet: a set is not in the live programmes.
        UnknownLevel: a set has no such level.
        InvalidField: a level would be held until a day that has passed.
        UnknownMembers: names those that do not exist.
    """
    for place, change in enumerate(changes):
        if change.hold_until_on is not None and change.hold_until_on < tx.today:
            raise InvalidField(f"changes[{place}].hold_until_on", *OVER)
    members = [change.member_id for change in changes]
    await tx.lock(members)
    book = await open_standings(tx, members, await programme.live(tx))
    had = {row.member_id for row in await tx.rows(KNOWN, members, [cause])}
    last = {(change.member_id, change.set_code): change for change in changes}
    fresh = [change for change in last.values() if change.member_id not in had]
    await audit.record(tx, [_apply(tx, book, change, cause) for change in fresh])
    await save(tx, book)
    await rejoin(tx, members)


def _apply(tx: Tx, book: Standings, change: LevelChange, cause: str) -> Act:
    found = next(((s, v) for s, v in book.sets if s.code == change.set_code), None)
    if found is None:
        raise UnknownTierSet(change.set_code)
    spec, version = found
    if change.level and rank_of(spec, change.level) < 0:
        raise UnknownLevel(change.set_code, change.level)
    before = book.level(change.member_id, change.set_code, tx.today)
    book.take(
        Entry(
            change.member_id, change.set_code, cause, tx.now, tx.today, level=change.level,
            hold_until_on=change.hold_until_on, reason=change.reason, version=version,
        )
    )  # fmt: skip
    return Act(
        action="tiers.level_set",
        subject=str(change.member_id),
        before={change.set_code: before},
        after={change.set_code: change.level},
        reason=change.reason,
    )
