"""One job, carried out: claim it, do it, and delete it in the transaction that did it.

A claim is committed before the work, so a worker that dies has used up an attempt. The deletion
names the claim: a worker that was only taken for dead finds itself replaced and undoes its work.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from liuke.kernel.actor import Actor, system
from liuke.kernel.db import Contended, Database, DatabaseAway, Tx, begin
from liuke.kernel.events import Event
from liuke.kernel.ids import EventId, MemberId, MerchantId
from liuke.kernel.jobs.declared import Daily, Declared, Subscription
from liuke.kernel.jobs.held import JobId
from liuke.kernel.jobs.queue import Ticket, again_in
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, decode, snake

R = TypeVar("R")

ATTEMPTS_MAX = 5
MEMBERS_PER_TRANSACTION = 1_000
RACES_MAX = 3
BACK_OFF_SECONDS = (1.0, 5.0, 30.0, 120.0)
AWAY_SECONDS = 0.5
WORKER_DIED = "worker_died"


class Claim(Value, frozen=True):
    """One attempt at a job."""

    id: JobId
    claim: int
    attempts: int
    event_ids: tuple[EventId, ...]
    due_at: datetime | None
    done_through: MemberId | None


class Logged(Value, frozen=True):
    """An event as the log keeps it."""

    kind: str
    body: str


CLAIM = Sql[Claim]("""
    UPDATE kernel_job SET claim = claim + 1, attempts = attempts + 1
    WHERE merchant_id = $1::uuid AND id = $2::uuid AND held_at IS NULL
    RETURNING id, claim, attempts, event_ids, due_at, done_through
""")
EVENTS = Sql[Logged]("""
    SELECT kind, body::text AS body FROM kernel_event
    WHERE merchant_id = $1::uuid AND id = ANY ($2::uuid[])
    ORDER BY epoch, xid, id
""")
ADVANCE = Sql[JobId]("""
    UPDATE kernel_job SET done_through = $4::uuid, attempts = 0
    WHERE merchant_id = $1::uuid AND id = $2::uuid AND claim = $3
    RETURNING id
""")
FINISH = Sql[JobId]("""
    DELETE FROM kernel_job WHERE merchant_id = $1::uuid AND id = $2::uuid AND claim = $3
    RETURNING id
""")
RUN_DONE = Sql[None]("""
    UPDATE kernel_run SET done_at = lk_now() WHERE merchant_id = $1::uuid AND job_id = $2::uuid
""")
NOTE = Sql[JobId]("""
    UPDATE kernel_job
    SET problem = $4, held_at = CASE WHEN $5::bool THEN lk_now() END
    WHERE merchant_id = $1::uuid AND id = $2::uuid AND claim = $3
    RETURNING id
""")


@dataclass(eq=False)
class Superseded(Exception):
    """Another worker has claimed the job since; what this one did is undone."""


@dataclass(eq=False)
class JobHeld(Exception):
    """The job failed too often and waits for a person."""

    problem: str


class Runner:
    """Carries out the jobs of one product on one database."""

    def __init__(self, database: Database, declared: Declared) -> None:
        """Describe the runner; `stopping` ends its patience with a database that is away."""
        self.database = database
        self.declared = declared
        self.stopping = asyncio.Event()

    async def work(self, ticket: Ticket) -> None:
        """Do one delivered job; one that is done or held already is nothing to do.

        Raises:
            JobHeld: it has failed for the last time.
            RetryRequested: it has failed and is to be delivered again.
        """
        actor = system(MerchantId(ticket.merchant_id), ticket.name)
        # Committed before the work: a worker that dies has used up an attempt.
        claim = await self.surely(actor, CLAIM, JobId(ticket.job_id))
        if claim is None:
            return
        if claim.attempts > ATTEMPTS_MAX:
            await self.set_aside(actor, claim, WORKER_DIED)
        try:
            await self.perform(actor, claim, ticket.name)
        except Superseded:
            return
        except Exception as failure:  # noqa: BLE001 -- whatever a handler raises is told
            # The class only: a message can hold a member's data, and the queue keeps messages.
            problem = snake(type(failure).__name__)
            if claim.attempts == ATTEMPTS_MAX:
                await self.set_aside(actor, claim, problem)
            await self.surely(actor, NOTE, claim.id, claim.claim, problem, False)  # noqa: FBT003 -- SQL
            raise again_in(BACK_OFF_SECONDS[claim.attempts - 1], problem) from None

    async def set_aside(self, actor: Actor, claim: Claim, problem: str) -> None:
        """Hold the job for a person.

        Raises:
            JobHeld: always, so that the queue holds it too.
        """
        await self.surely(actor, NOTE, claim.id, claim.claim, problem, True)  # noqa: FBT003 -- SQL
        raise JobHeld(problem) from None

    async def perform(self, actor: Actor, claim: Claim, name: str) -> None:
        """Call the handler, and be done in the same transaction."""
        if subscription := self.declared.subscriptions.get(name):
            await raced(lambda: self.react(actor, claim, subscription))
            return
        through, more = claim.done_through, True
        while more:
            job = self.declared.dailies[name]
            through, more = await raced(partial(self.advance, actor, claim, job, through))

    async def react(self, actor: Actor, claim: Claim, job: Subscription) -> None:
        """Hand a subscriber its events."""
        kinds = {kind.kind(): kind for kind in job.kinds}
        async with begin(self.database, actor) as tx:
            logged = await tx.rows(EVENTS, tx.merchant_id, claim.event_ids)
            events: list[Event] = [decode(event.body, kinds[event.kind]) for event in logged]
            await job.handler(tx, events)
            await finish(tx, claim)

    async def advance(
        self, actor: Actor, claim: Claim, job: Daily, through: MemberId | None
    ) -> tuple[MemberId | None, bool]:
        """Do the next members of a daily run; tell how far it came and whether there is more.

        Raises:
            Superseded: another worker has claimed it since.
        """
        async with begin(self.database, actor, now=claim.due_at) as tx:
            if job.members is None:
                await job.handler(tx)
                due: Sequence[MemberId] = ()
            elif due := await job.members(tx, through, MEMBERS_PER_TRANSACTION):
                await job.handler(tx, due)
            if len(due) < MEMBERS_PER_TRANSACTION:
                await finish(tx, claim)
                await tx.run(RUN_DONE, tx.merchant_id, claim.id)
                return None, False
            if not await tx.rows(ADVANCE, tx.merchant_id, claim.id, claim.claim, due[-1]):
                raise Superseded
            return due[-1], True

    async def surely(self, actor: Actor, sql: Sql[R], *args: object) -> R | None:
        """Run one statement in a transaction of its own, waiting for a database that is away.

        A failure here would leave the queue to decide what becomes of the job.

        Raises:
            DatabaseAway: it is still away and we are told to stop.
        """
        while True:
            try:
                async with begin(self.database, actor) as tx:
                    return await tx.row(sql, tx.merchant_id, *args)
            except (DatabaseAway, Contended):
                if self.stopping.is_set():
                    raise
                await asyncio.sleep(AWAY_SECONDS)


async def finish(tx: Tx, claim: Claim) -> None:
    """Delete the job with what it did.

    Raises:
        Superseded: another worker has claimed it since.
    """
    if not await tx.rows(FINISH, tx.merchant_id, claim.id, claim.claim):
        raise Superseded


async def raced(step: Callable[[], Awaitable[R]]) -> R:
    """Run a transaction again when it lost a race with others.

    Raises:
        Contended: it lost several in a row.
    """
    for race in range(1, RACES_MAX):
        try:
            return await step()
        except Contended:
            await asyncio.sleep(random.uniform(0.005, 0.05) * race)  # noqa: S311 -- jitter
    return await step()
