"""Lanes: keyed writes of one actor that wait together are done together, in one transaction.

While a batch is at the database the next one gathers, so that a quiet till waits for nobody and a
busy one shares its statements and its flush. A refusal undoes the batch, which is then done one
by one; a client that hangs up cancels only its own wait.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from liuke.kernel.actor import Actor
from liuke.kernel.answers import KeyInFlight, Question, first_answers, remember
from liuke.kernel.db import Contended, Database, DatabaseAway, begin
from liuke.kernel.replies import REPLAYED, Reply
from liuke.kernel.routes import Route
from liuke.kernel.values import encode

TOGETHER_MOST = 48
UNDER_WAY_MOST = 2
ATTEMPTS = 3


@dataclass(frozen=True)
class Waiting:
    """One request in a lane."""

    asked: Question
    data: Any
    reply: asyncio.Future[Reply]


class Lane:
    """The requests of one actor to one route."""

    def __init__(self, target: Route, database: Database, actor: Actor) -> None:
        """Open an empty lane."""
        self.target = target
        self.database = database
        self.actor = actor
        self.place = (target.name, actor)
        self.waiting: list[Waiting] = []
        self.keys: set[str] = set()
        self.runs: set[asyncio.Task[None]] = set()

    async def submit(self, asked: Question, data: Any) -> Reply:
        """Join the next batch and wait for the answer.

        Raises:
            KeyInFlight: the same request is being answered now.
        """
        if asked.key in self.keys:
            raise KeyInFlight
        one = Waiting(asked, data, asyncio.get_running_loop().create_future())
        self.keys.add(asked.key)
        self.waiting.append(one)
        if len(self.runs) < UNDER_WAY_MOST:
            self.runs.add(asyncio.create_task(self._run()))
        return await one.reply

    async def _run(self) -> None:
        try:
            while self.waiting:
                batch, self.waiting = self.waiting[:TOGETHER_MOST], self.waiting[TOGETHER_MOST:]
                await self._answer(batch)
        finally:
            # Not in a callback: whoever joins before it ran would be waited for by nobody.
            self.runs = {run for run in self.runs if run is not asyncio.current_task()}
            if not self.runs:
                self.database.lanes.pop(self.place, None)

    async def _answer(self, batch: Sequence[Waiting]) -> None:
        """Answer a batch together; one by one if that fails, so that each has its own answer."""
        work = asyncio.create_task(self._surely(batch))
        await asyncio.wait([work])
        failure = work.exception()
        if failure is None:
            for one, reply in zip(batch, work.result(), strict=True):
                self._settle(one, reply)
        elif len(batch) > 1 and not isinstance(failure, DatabaseAway):
            for one in batch:
                await self._answer([one])
        else:
            for one in batch:
                self._settle(one, failure)

    def _settle(self, one: Waiting, outcome: Reply | BaseException) -> None:
        """Answer whoever still waits; the key is free from here on."""
        self.keys.discard(one.asked.key)
        if one.reply.done():
            return
        if isinstance(outcome, BaseException):
            one.reply.set_exception(outcome)
        else:
            one.reply.set_result(outcome)

    async def _surely(self, batch: Sequence[Waiting]) -> list[Reply]:
        for attempt in range(1, ATTEMPTS):
            try:
                return await self._together(batch)
            except Contended:
                await asyncio.sleep(random.uniform(0.002, 0.02) * attempt)  # noqa: S311 - jitter
        return await self._together(batch)

    async def _together(self, batch: Sequence[Waiting]) -> list[Reply]:
        async with begin(self.database, self.actor, few=True) as tx:
            answers = await first_answers(tx, [one.asked for one in batch])
            fresh = [one for one, first in zip(batch, answers, strict=True) if first is None]
            results = await self.target.handler(tx, data=[one.data for one in fresh])
            bodies = iter([encode(result) for result in results])
            replies = [
                Reply(self.target.status, next(bodies))
                if first is None
                else Reply(first.status, first.body, REPLAYED)
                for first in answers
            ]
            new = [r for r, first in zip(replies, answers, strict=True) if first is None]
            await remember(
                tx, [one.asked for one in fresh], self.target.status, [r.body for r in new]
            )
        return replies


def lane(target: Route, database: Database, actor: Actor) -> Lane:
    """Return the lane of an actor to a route; it is there while anybody is in it."""
    found = database.lanes.get((target.name, actor))
    if found is None:
        found = Lane(target, database, actor)
        database.lanes[found.place] = found
    return found
