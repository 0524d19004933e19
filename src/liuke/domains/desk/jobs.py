"""The desk's work after the fact: figures follow the event log, seconds behind it."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.desk.fold import COUNTED, fold
from liuke.domains.desk.values import FOLDING
from liuke.kernel.db import Tx
from liuke.kernel.events import Event
from liuke.kernel.jobs import after


@after(*COUNTED, name=FOLDING)
async def count(tx: Tx, events: Sequence[Event]) -> None:
    """Count what happened."""
    await fold(tx, events)
