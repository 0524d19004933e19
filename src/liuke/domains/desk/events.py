"""What the desk does, in the past tense; a batch goes on from step to step by its own events."""

from __future__ import annotations

from liuke.domains.desk.values import BatchId
from liuke.kernel.events import Event


class BatchStepped(Event, frozen=True):
    """A batch was started, or did a thousand members and has more to do."""

    batch_id: BatchId
    undoing: bool


class BatchEnded(Event, frozen=True):
    """Every member of a batch has an outcome."""

    batch_id: BatchId
    undoing: bool
