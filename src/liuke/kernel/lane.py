"""Lanes: writes of one actor that wait together are done together, in one transaction.

While a batch is at the database the next one gathers, so that a quiet till waits for nobody and a
busy one shares its statements and its flush. A refusal undoes the batch, which is then done one
by one, unless the handler returned it in the place of a result; a client that hangs up cancels
only its own wait. What may wait, and what one transaction takes, is bounded in bytes.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from liuke.kernel.actor import Actor
from liuke.kernel.answers import Answer, KeyInFlight, Question, first_answers, remember
from liuke.kernel.db import Contended, Database, DatabaseAway, begin
from liuke.kernel.problems import Problem
from liuke.kernel.replies import REPLAYED, Reply
from liuke.kernel.routes import Route
from liuke.kernel.tx import Tx
from liuke.kernel.values import encode

TOGETHER_MOST = 48
TOGETHER_BYTES_MOST = 1_000_000
WAITING_BYTES_MOST = 16_000_000
UNDER_WAY_MOST = 2
ATTEMPTS = 3


@dataclass(eq=False)
class LaneFull(Problem):
    """More of this client's requests wait than are kept in memory."""

    status = 503
    title = "Too many of your requests are waiting; try again shortly. Nothing was saved."
    title_zh = "你有太多请求在排队，没有保存，请稍后重试。"
    retry_after_seconds: int = 1


@dataclass(frozen=True)
class Waiting:
    """One request in a lane; `asked` if it carries a key, `size` in bytes."""

    asked: Question | None
    data: Any
    size: int
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
        self.waiting_bytes = 0
        self.keys: set[str] = set()
        self.runs: set[asyncio.Task[None]] = set()

    async def submit(self, asked: Question | None, data: Any, size: int) -> Reply:
        """Join the next batch and wait for the answer.

        Raises:
            KeyInFlight: the same request is being answered now.
            LaneFull: too much waits already.
        """
        if asked is not None and asked.key in self.keys:
            raise KeyInFlight
        if self.waiting_bytes + size > WAITING_BYTES_MOST:
            raise LaneFull
        one = Waiting(asked, data, size, asyncio.get_running_loop().create_future())
        if asked is not None:
            self.keys.add(asked.key)
        self.waiting.append(one)
        self.waiting_bytes += size
        if len(self.runs) < UNDER_WAY_MOST:
            self.runs.add(asyncio.create_task(self._run()))
        return await one.reply

    async def _run(self) -> None:
        try:
            while self.waiting:
                await self._answer(self._next())
        finally:
            # Not in a callback: whoever joins before it ran would be waited for by nobody.
            self.runs = {run for run in self.runs if run is not asyncio.current_task()}
            if not self.runs:
                self.database.lanes.pop(self.place, None)

    def _next(self) -> list[Waiting]:
        """Take those who waited longest: one at least, more while their bytes allow it."""
        count, size = 1, self.waiting[0].size
        for one in self.waiting[1:TOGETHER_MOST]:
            if size + one.size > TOGETHER_BYTES_MOST:
                break
            count, size = count + 1, size + one.size
        batch, self.waiting = self.waiting[:count], self.waiting[count:]
        self.waiting_bytes -= size
        return batch

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
        if one.asked is not None:
            self.keys.discard(one.asked.key)
        if one.reply.done():
            return
        if isinstance(outcome, BaseException):
            one.reply.set_exception(outcome)
        else:
            one.reply.set_result(outcome)

    async def _surely(self, batch: Sequence[Waiting]) -> list[Reply | Problem]:
        for attempt in range(1, ATTEMPTS):
            try:
                return await self._together(batch)
            except Contended:
                await asyncio.sleep(random.uniform(0.002, 0.02) * attempt)  # noqa: S311 - jitter
        return await self._together(batch)

    async def _together(self, batch: Sequence[Waiting]) -> list[Reply | Problem]:
        async with begin(self.database, self.actor, few=True) as tx:
            answers = await self._answered(tx, batch)
            fresh = [one for one, first in zip(batch, answers, strict=True) if first is None]
            results = await self.target.handler(tx, data=[one.data for one in fresh])
            made = [self._reply(result) for result in results]
            await self._remember(tx, fresh, made)
            new = iter(made)
            return [
                next(new) if first is None else Reply(first.status, first.body, REPLAYED)
                for first in answers
            ]

    async def _answered(self, tx: Tx, batch: Sequence[Waiting]) -> list[Answer | None]:
        """Return the first answer of each that repeats itself; without keys nobody does."""
        asked = [one.asked for one in batch if one.asked is not None]
        return await first_answers(tx, asked) if asked else [None] * len(batch)

    def _reply(self, result: Any) -> Reply | Problem:
        return result if isinstance(result, Problem) else Reply(self.target.status, encode(result))

    async def _remember(
        self, tx: Tx, fresh: Sequence[Waiting], made: Sequence[Reply | Problem]
    ) -> None:
        """Keep what was done under a key; a refusal is decided anew."""
        kept = [
            (one.asked, reply.body)
            for one, reply in zip(fresh, made, strict=True)
            if one.asked is not None and isinstance(reply, Reply)
        ]
        bodies = [body for _, body in kept]
        await remember(tx, [asked for asked, _ in kept], self.target.status, bodies)


def lane(target: Route, database: Database, actor: Actor) -> Lane:
    """Return the lane of an actor to a route; it is there while anybody is in it."""
    found = database.lanes.get((target.name, actor))
    if found is None:
        found = Lane(target, database, actor)
        database.lanes[found.place] = found
    return found
