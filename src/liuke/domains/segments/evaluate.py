"""Evaluate segments: who is in, kept in a table, each change told once as an event.

An evaluation goes through all members in id order, some thousand a transaction; many are found by
the lake instead. A step decides a stretch, locks whoever would enter or leave, decides them again
behind the lock, and writes: what a rival changed meanwhile is seen, and the change, its event and
the place reached are committed together or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.segments import runs
from liuke.domains.segments.asking import decide, look, many
from liuke.domains.segments.errors import SegmentFrozen
from liuke.domains.segments.events import SegmentStepped
from liuke.domains.segments.find import definitions, get_segment
from liuke.domains.segments.membership import apply, inside
from liuke.domains.segments.runs import Run
from liuke.domains.segments.settle import settle
from liuke.domains.segments.values import Segment, SegmentKind
from liuke.domains.segments.whole import TABLES, find, settle_found
from liuke.kernel.conditions import Condition
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId

STEP = 5_000


async def ask(tx: Tx, code: str) -> Segment:
    """Have a live segment evaluated, soon after this transaction.

    Raises:
        UnknownSegment: there is none of this code.
        SegmentFrozen: it is a list.
    """
    segment = await get_segment(tx, code)
    if segment.kind is SegmentKind.FROZEN:
        raise SegmentFrozen(code)
    await begin(tx, [code])
    return await get_segment(tx, code)


async def begin(tx: Tx, codes: Sequence[str]) -> None:
    """Begin to evaluate live segments; one that is evaluated already is so again afterwards."""
    await runs.start(tx, sorted(set(codes)))


async def step(tx: Tx, event: SegmentStepped, *, members_max: int = STEP) -> None:
    """Do the next stretch of one evaluation, or end it; one that was replaced is nothing to do."""
    run = await runs.running(tx, event)
    if run is None:
        return
    found = (await definitions(tx))[run.code]
    if found.tree is None or found.archived or found.version != run.run_version:
        await runs.drop(tx, run)
    elif await _by_tables(tx, run):
        await _stretch(tx, run, found.tree, members_max=members_max)
    elif run.found is None:
        await find(tx, run, found.tree)
    elif await runs.hold(tx, run):
        await settle_found(tx, run, found.tree, members_max=members_max)


async def _by_tables(tx: Tx, run: Run) -> bool:
    """Say whether an evaluation goes through everybody; the first step decides."""
    return run.way == TABLES or (run.way is None and not await many(tx))


async def _stretch(tx: Tx, run: Run, tree: Condition, *, members_max: int) -> None:
    if not await runs.hold(tx, run):
        return
    looked = await look(tx, tree, above=run.through, limit=members_max, at=run.run_as_of)
    over = len(looked.members) < members_max
    until = MemberId.last() if over else looked.members[-1]
    was = await inside(tx, run.code, above=run.through, until=until)
    await settle(tx, run.code, tree, sorted(was ^ looked.fit))
    if over:
        await runs.end(tx, run)
    elif run.way == TABLES:
        await runs.pass_by(tx, run, until)
    else:
        await runs.take(tx, run, TABLES, above=until)


async def touch(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Decide every live segment for some members now, and keep what changed.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    known = await definitions(tx)
    trees = {code: d.tree for code, d in known.items() if d.tree is not None and not d.archived}
    wanted = sorted(set(member_ids))
    if not trees or not wanted:
        return
    await tx.lock(wanted)
    verdicts = await decide(tx, list(trees.values()), wanted)
    fits = {
        (code, one)
        for one, decided in verdicts.items()
        for code, is_in in zip(trees, decided, strict=True)
        if is_in
    }
    everywhere = [(code, one) for one in wanted for code in trees]
    await apply(tx, sorted(fits), [pair for pair in everywhere if pair not in fits])
