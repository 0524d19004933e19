"""Evaluate segments: who is in, kept in a table, each change told once as an event.

An evaluation goes through all members in id order, some thousand a transaction. A step decides a
stretch, locks whoever would enter or leave, decides them again behind the lock, and writes: what
a rival changed meanwhile is seen, and the change, its event and the place reached are committed
together or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.domains.segments.asking import FIRST, Looked, decide, look
from liuke.domains.segments.errors import SegmentFrozen
from liuke.domains.segments.events import SegmentAsked, SegmentEvaluated, SegmentStepped
from liuke.domains.segments.find import definitions, get_segment
from liuke.domains.segments.membership import apply, inside
from liuke.domains.segments.values import RunId, Segment, SegmentKind
from liuke.kernel.conditions import Condition
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

STEP = 5_000
LAST = MemberId(b"\xff" * 16)
STUCK = "6 hours"


class Run(Value, frozen=True):
    """An evaluation under way."""

    code: str
    run_id: RunId
    run_version: int
    run_as_of: datetime
    through: MemberId
    again: bool


# One of the same version under way goes on, and another one follows it: the question may have
# been asked because of what it has passed already.
BEGIN = Sql[Run]("""
    WITH wanted AS (
        SELECT s.code, s.version, r.run_id
        FROM UNNEST($2::text[], $3::uuid[]) AS r (code, run_id)
        JOIN segments_segment s ON s.merchant_id = $1::uuid AND s.code = r.code
        WHERE s.kind = 'live' AND s.archived_at IS NULL
        ORDER BY s.code
    )
    UPDATE segments_state e
    SET run_id = w.run_id, run_version = w.version, run_as_of = $4, through = $5::uuid,
        again = false
    FROM wanted w
    WHERE e.merchant_id = $1::uuid AND e.code = w.code
        AND (e.run_id IS NULL OR e.run_version <> w.version
            OR e.run_as_of < $4::timestamptz - $6::text::interval)
    RETURNING e.code, e.run_id, e.run_version, e.run_as_of, e.through, e.again
""")
AGAIN = Sql[None]("""
    UPDATE segments_state SET again = true
    WHERE merchant_id = $1::uuid AND code = ANY ($2::text[]) AND run_id IS NOT NULL
        AND NOT run_id = ANY ($3::uuid[])
""")
RUN = Sql[Run]("""
    SELECT code, run_id, run_version, run_as_of, through, again
    FROM segments_state
    WHERE merchant_id = $1::uuid AND code = $2 AND run_id = $3::uuid
    FOR UPDATE
""")
ADVANCE = Sql[None]("""
    UPDATE segments_state SET through = $3::uuid
    WHERE merchant_id = $1::uuid AND code = $2
""")
END = Sql[int]("""
    UPDATE segments_state
    SET run_id = NULL, version = run_version, as_of = run_as_of, evaluated_at = $3,
        members = (
            SELECT COUNT(*) FROM segments_member
            WHERE merchant_id = $1::uuid AND code = $2 AND NOT dormant
        )
    WHERE merchant_id = $1::uuid AND code = $2
    RETURNING members
""")
DROP = Sql[None]("""
    UPDATE segments_state SET run_id = NULL WHERE merchant_id = $1::uuid AND code = $2
""")


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
    wanted = sorted(set(codes))
    runs = RunId.new_batch(len(wanted))
    begun = await tx.rows(BEGIN, tx.merchant_id, wanted, runs, tx.now, FIRST, STUCK)
    await tx.run(AGAIN, tx.merchant_id, wanted, runs)
    tx.emit(*(SegmentStepped(run.code, run.run_id) for run in begun))


async def step(tx: Tx, event: SegmentStepped, *, members_max: int = STEP) -> None:
    """Do the next stretch of one evaluation, or end it; one that was replaced is nothing to do."""
    run = await tx.row(RUN, tx.merchant_id, event.segment, event.run_id)
    if run is None:
        return
    found = (await definitions(tx))[run.code]
    if found.tree is None or found.archived or found.version != run.run_version:
        await tx.run(DROP, tx.merchant_id, run.code)
        tx.emit(SegmentAsked(run.code))
        return
    looked = await look(tx, found.tree, above=run.through, limit=members_max, at=run.run_as_of)
    over = len(looked.members) < members_max
    await _settle(tx, run, found.tree, looked, until=LAST if over else looked.members[-1])
    if over:
        await _end(tx, run)
    else:
        await tx.run(ADVANCE, tx.merchant_id, run.code, looked.members[-1])
        tx.emit(SegmentStepped(run.code, run.run_id))


async def _settle(tx: Tx, run: Run, tree: Condition, looked: Looked, *, until: MemberId) -> None:
    was = await inside(tx, run.code, above=run.through, until=until)
    changing = sorted(was ^ looked.fit)
    if not changing:
        return
    await tx.lock(changing)
    now = await decide(tx, [tree], changing)
    inside_now = {member_id for member_id, verdicts in now.items() if verdicts[0]}
    entering = [(run.code, one) for one in changing if one in inside_now]
    leaving = [(run.code, one) for one in changing if one not in inside_now]
    await apply(tx, entering, leaving)


async def _end(tx: Tx, run: Run) -> None:
    members = await tx.row(END, tx.merchant_id, run.code, tx.now) or 0
    tx.emit(SegmentEvaluated(run.code, run.run_version, run.run_as_of, members))
    if run.again:
        tx.emit(SegmentAsked(run.code))


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
