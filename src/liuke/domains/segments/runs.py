"""Evaluations under way: how far each has come, one of a segment at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.domains.analytics import Cut
from liuke.domains.segments.events import SegmentAsked, SegmentEvaluated, SegmentStepped
from liuke.domains.segments.values import RunId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

STUCK = "6 hours"
ID_BYTES = 16


class Begun(Value, frozen=True):
    """An evaluation that was begun."""

    code: str
    run_id: RunId


class Run(Value, frozen=True):
    """An evaluation under way; `found` is how many were found to be decided, where any were."""

    code: str
    run_id: RunId
    run_version: int
    run_as_of: datetime
    through: MemberId
    again: bool
    way: str | None
    found: int | None
    settled: int
    cut_xid: int | None
    cut_epoch: int | None

    @property
    def cut(self) -> Cut:
        """Return what the lake knew that was asked."""
        return Cut(self.cut_xid or 0, self.cut_epoch or 0)


# One of the same version under way goes on, and another one follows it: the question may have
# been asked because of what it has passed already.
BEGIN = Sql[Begun]("""
    WITH wanted AS (
        SELECT s.code, s.version, r.run_id
        FROM UNNEST($2::text[], $3::uuid[]) AS r (code, run_id)
        JOIN segments_segment s ON s.merchant_id = $1::uuid AND s.code = r.code
        WHERE s.kind = 'live' AND s.archived_at IS NULL
        ORDER BY s.code
    )
    UPDATE segments_state e
    SET run_id = w.run_id, run_version = w.version, run_as_of = $4, through = $5::uuid,
        again = false, way = NULL, found = NULL, settled = 0, cut_xid = NULL, cut_epoch = NULL
    FROM wanted w
    WHERE e.merchant_id = $1::uuid AND e.code = w.code
        AND (e.run_id IS NULL OR e.run_version <> w.version
            OR e.run_as_of < $4::timestamptz - $6::text::interval)
    RETURNING e.code, e.run_id
""")
AGAIN = Sql[None]("""
    UPDATE segments_state SET again = true
    WHERE merchant_id = $1::uuid AND code = ANY ($2::text[]) AND run_id IS NOT NULL
        AND NOT run_id = ANY ($3::uuid[])
""")
RUN = Sql[Run]("""
    SELECT code, run_id, run_version, run_as_of, through, again, way,
        octet_length(found) / 16 AS found, settled, cut_xid, cut_epoch
    FROM segments_state
    WHERE merchant_id = $1::uuid AND code = $2 AND run_id = $3::uuid
""")
# Nobody else does this step; whoever does another has done this one.
HOLD = Sql[str]("""
    SELECT code FROM segments_state
    WHERE merchant_id = $1::uuid AND code = $2 AND run_id = $3::uuid AND through = $4::uuid
        AND settled = $5::integer AND way IS NOT DISTINCT FROM $6::text
        AND octet_length(found) / 16 IS NOT DISTINCT FROM $7::integer
    FOR UPDATE
""")
NEXT = Sql[bytes]("""
    SELECT substring(found FROM settled * 16 + 1 FOR $3::integer * 16)
    FROM segments_state WHERE merchant_id = $1::uuid AND code = $2
""")
PASS = Sql[None]("""
    UPDATE segments_state SET through = $3::uuid, settled = settled + $4::integer
    WHERE merchant_id = $1::uuid AND code = $2
""")
TURN = Sql[None]("""
    UPDATE segments_state SET way = $3, through = $4::uuid, settled = 0, found = $5::bytea
    WHERE merchant_id = $1::uuid AND code = $2
""")
# Of several questions the first is the oldest: everybody is as of then, or later.
DATE = Sql[None]("""
    UPDATE segments_state SET run_as_of = $3, cut_xid = $4::bigint, cut_epoch = $5::integer
    WHERE merchant_id = $1::uuid AND code = $2 AND cut_xid IS NULL
""")
END = Sql[int]("""
    UPDATE segments_state
    SET run_id = NULL, found = NULL, version = run_version, as_of = run_as_of, evaluated_at = $3,
        members = (
            SELECT COUNT(*) FROM segments_member
            WHERE merchant_id = $1::uuid AND code = $2 AND NOT dormant
        )
    WHERE merchant_id = $1::uuid AND code = $2
    RETURNING members
""")
DROP = Sql[None]("""
    UPDATE segments_state SET run_id = NULL, found = NULL
    WHERE merchant_id = $1::uuid AND code = $2 AND run_id = $3::uuid
""")


async def start(tx: Tx, codes: Sequence[str]) -> None:
    """Begin what of these is not under way, and let what is follow itself."""
    runs = RunId.new_batch(len(codes))
    begun = await tx.rows(BEGIN, tx.merchant_id, codes, runs, tx.now, MemberId.first(), STUCK)
    await tx.run(AGAIN, tx.merchant_id, codes, runs)
    tx.emit(*(SegmentStepped(one.code, one.run_id) for one in begun))


async def running(tx: Tx, event: SegmentStepped) -> Run | None:
    """Return the evaluation that an event is of, and lock nothing; None once it was replaced."""
    return await tx.row(RUN, tx.merchant_id, event.segment, event.run_id)


async def hold(tx: Tx, run: Run) -> bool:
    """Keep others from doing this step; say whether it is still to be done."""
    place = run.through, run.settled, run.way, run.found
    return await tx.row(HOLD, tx.merchant_id, run.code, run.run_id, *place) is not None


async def following(tx: Tx, run: Run, limit: int) -> list[MemberId]:
    """Return the next of who was found."""
    ids = await tx.row(NEXT, tx.merchant_id, run.code, limit) or b""
    return [MemberId(ids[at : at + ID_BYTES]) for at in range(0, len(ids), ID_BYTES)]


async def pass_by(tx: Tx, run: Run, through: MemberId, settled: int = 0) -> None:
    """Go on above a member; so many of those found are settled."""
    await tx.run(PASS, tx.merchant_id, run.code, through, settled)
    tx.emit(SegmentStepped(run.code, run.run_id))


async def take(tx: Tx, run: Run, way: str, *, above: MemberId, found: bytes | None = None) -> None:
    """Go on in some way above a member, with who was found, or to ask for them."""
    await tx.run(TURN, tx.merchant_id, run.code, way, above, found)
    tx.emit(SegmentStepped(run.code, run.run_id))


async def date(tx: Tx, run: Run, as_of: datetime, cut: Cut) -> None:
    """Let an evaluation be as of the moment of its first question."""
    await tx.run(DATE, tx.merchant_id, run.code, as_of, cut.xid, cut.epoch)


async def end(tx: Tx, run: Run) -> None:
    """Count who is in, and say that everybody was looked at."""
    members = await tx.row(END, tx.merchant_id, run.code, tx.now) or 0
    tx.emit(SegmentEvaluated(run.code, run.run_version, run.run_as_of, members))
    if run.again:
        tx.emit(SegmentAsked(run.code))


async def drop(tx: Tx, run: Run) -> None:
    """Leave an evaluation whose question is another one by now, and ask for the other."""
    await tx.run(DROP, tx.merchant_id, run.code, run.run_id)
    tx.emit(SegmentAsked(run.code))
