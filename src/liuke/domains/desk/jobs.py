"""The desk's work after the fact: figures follow the event log, batches go on step by step."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import segments
from liuke.domains.desk.batch import step
from liuke.domains.desk.events import BatchStepped
from liuke.domains.desk.fold import COUNTED, REGROUPED, fold
from liuke.domains.desk.values import FOLDING
from liuke.domains.members import MemberTagged, MemberUntagged
from liuke.kernel.db import Tx
from liuke.kernel.events import Event, member_of
from liuke.kernel.jobs import after


@after(*COUNTED, *REGROUPED, name=FOLDING)
async def count(tx: Tx, events: Sequence[Event]) -> None:
    """Count what happened."""
    await fold(tx, events)


@after(*COUNTED, MemberTagged, MemberUntagged, name="desk.segments")
async def decide_segments(tx: Tx, events: Sequence[Event]) -> None:
    """Decide the segments of whom something happened to, seconds after it did."""
    await segments.touch(tx, [member_of(event) for event in events])


@after(BatchStepped, name="desk.batches")
async def go_on(tx: Tx, events: Sequence[BatchStepped]) -> None:
    """Do the next step of one batch; the others wait for jobs of their own."""
    await step(tx, events[0])
    tx.emit(*events[1:])
