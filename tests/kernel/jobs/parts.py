"""Made-up events, and a shop that says how often each was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from liuke.kernel import audit
from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.events import Event
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from tests import make

ACTS = Sql[str]("SELECT subject FROM kernel_audit WHERE action = $1 ORDER BY id")
OPEN = Sql[int]("SELECT COUNT(*) FROM kernel_job")
HELD = Sql[int]("SELECT COUNT(*) FROM kernel_job WHERE held_at IS NOT NULL")


class BellRung(Event, frozen=True):
    """Something that asks for a job."""

    number: int


@dataclass(frozen=True)
class Shop:
    """One merchant."""

    database: Database
    merchant_id: MerchantId

    def begin(self, now: datetime | None = None) -> AbstractAsyncContextManager[Tx]:
        return begin(self.database, system(self.merchant_id, "test"), now=now)

    async def open(self) -> None:
        async with self.begin() as tx:
            await make.merchant(tx)

    async def ring(self, *numbers: int) -> None:
        async with self.begin() as tx:
            tx.emit(*(BellRung(number) for number in numbers))

    async def answers(self, action: str = "bell.answered") -> Counter[str]:
        """Count the effects that were kept, by what they are for."""
        async with self.begin() as tx:
            return Counter(await tx.rows(ACTS, action))

    async def open_jobs(self) -> int:
        async with self.begin() as tx:
            return await tx.row(OPEN) or 0

    async def held(self) -> int:
        async with self.begin() as tx:
            return await tx.row(HELD) or 0


async def answer(tx: Tx, events: Sequence[BellRung]) -> None:
    """Leave one kept effect per event."""
    acts = [audit.Act("bell.answered", str(event.number)) for event in events]
    await audit.record(tx, acts)
