"""A large population is evaluated by one question to the lake, not by going through everybody.

The lake names who would enter or leave; what it says of them is not kept, for each of them is
decided anew from the tables behind their lock. A lake is behind by nature, so at the end whoever
had a row written since its moment is looked at in the tables too: by then nobody is missing.
"""

from __future__ import annotations

from liuke.domains import analytics
from liuke.domains.segments import runs
from liuke.domains.segments.asking import differing, missed
from liuke.domains.segments.runs import Run
from liuke.domains.segments.settle import settle, strayed
from liuke.kernel import log
from liuke.kernel.conditions import Condition
from liuke.kernel.db import Contended, Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.spool import FolderUnwritable

LOG = log.logger("segments")
TABLES, LAKE, MISSED = "tables", "lake", "missed"
# As many as are found at once; more are asked for above the last of them. 80 MB while they are
# read, 8 MB kept.
FOUND_MAX = 500_000
UNANSWERED = (
    Contended, FolderUnwritable, analytics.LakeMovedOn, analytics.LakeUnavailable,
    analytics.QuestionRefused, analytics.QuestionTooLarge,
)  # fmt: skip


async def find(tx: Tx, run: Run, tree: Condition) -> None:
    """Find who is to be decided: by the lake first, then whom it does not know as they are.

    Where the lake does not answer, the tables do, stretch by stretch.

    Raises:
        UnknownSegment: the question asks a segment that does not exist.
    """
    # Until it has found somebody it has written nothing, and so holds back no export.
    await analytics.unhurried(tx)
    if run.way == MISSED:
        ids = await missed(tx, tree, run.cut, above=run.through, limit=FOUND_MAX)
        if await runs.hold(tx, run):
            await runs.take(tx, run, MISSED, above=run.through, found=ids)
        return
    try:
        found = await differing(tx, run.code, tree, above=run.through, limit=FOUND_MAX)
    except UNANSWERED as fault:
        LOG.info("lake_unanswered", code=run.code, kind=type(fault).__name__)
        if await runs.hold(tx, run):
            await runs.take(tx, run, TABLES, above=MemberId.first())
        return
    if await runs.hold(tx, run):
        await runs.date(tx, run, found.as_of, found.cut)
        await runs.take(tx, run, LAKE, above=run.through, found=found.ids)


async def settle_found(tx: Tx, run: Run, tree: Condition, *, members_max: int) -> None:
    """Settle the next of who was found, and go on with what comes after them, or end.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    ids = await runs.following(tx, run, members_max)
    await settle(tx, run.code, tree, await _changing(tx, run, tree, ids))
    settled = run.settled + len(ids)
    assert run.found is not None, "somebody asked"
    if settled < run.found:
        await runs.pass_by(tx, run, ids[-1], len(ids))
    elif run.found >= FOUND_MAX:
        await runs.take(tx, run, run.way or LAKE, above=ids[-1])
    elif run.way == LAKE:
        await runs.take(tx, run, MISSED, above=MemberId.first())
    else:
        await runs.end(tx, run)


async def _changing(tx: Tx, run: Run, tree: Condition, ids: list[MemberId]) -> list[MemberId]:
    # Who was missed mostly is where they belong: only the others need a lock.
    return ids if run.way == LAKE else await strayed(tx, run.code, tree, ids)
