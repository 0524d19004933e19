"""Evaluations: every day, whenever a definition changes, and whenever somebody asks."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.segments.evaluate import begin, step
from liuke.domains.segments.events import SegmentAsked, SegmentStepped
from liuke.domains.segments.find import definitions
from liuke.kernel.db import Tx
from liuke.kernel.jobs import after, daily


@daily("segments.evaluate", after="03:30")
async def ask_all(tx: Tx) -> None:
    """Have every live segment evaluated."""
    known = await definitions(tx)
    tx.emit(*(SegmentAsked(c) for c, d in known.items() if d.tree is not None and not d.archived))


@after(SegmentAsked, name="segments.begin")
async def begin_asked(tx: Tx, events: Sequence[SegmentAsked]) -> None:
    """Begin what was asked for."""
    await begin(tx, [event.segment for event in events])


@after(SegmentStepped, name="segments.step")
async def go_on(tx: Tx, events: Sequence[SegmentStepped]) -> None:
    """Do the next stretch of one evaluation; the others wait for jobs of their own."""
    await step(tx, events[0])
    tx.emit(*events[1:])
