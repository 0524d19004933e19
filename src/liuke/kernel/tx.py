"""The transaction as a domain sees it: the actor, the merchant, the clock, statements, events."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from liuke.kernel.actor import Actor
from liuke.kernel.clock import business_date
from liuke.kernel.crypto import Keys
from liuke.kernel.events import Event, member_of, reactions
from liuke.kernel.ids import EventId, MemberId, MerchantId
from liuke.kernel.place import Place
from liuke.kernel.problems import NotFound
from liuke.kernel.rows import Sql

R = TypeVar("R")
Sink = Callable[[bytes], Awaitable[None]]

LOCK = Sql[MemberId]("""
    SELECT id FROM members_member
    WHERE merchant_id = $1::uuid AND id = ANY ($2::uuid[])
    ORDER BY id
    FOR NO KEY UPDATE
""")
# Counted: reading ten thousand names back costs more than locking them.
LOCKED = Sql[int]("""
    SELECT COUNT(*) FROM (
        SELECT FROM members_member
        WHERE merchant_id = $1::uuid AND id = ANY ($2::uuid[])
        ORDER BY id
        FOR NO KEY UPDATE
    ) AS locked
""")
# A member merged into another is where that one is.
OURS = Sql[MemberId]("""
    SELECT m.id
    FROM members_member m
    JOIN members_member k ON k.merchant_id = m.merchant_id AND k.id = COALESCE(m.merged_into, m.id)
    WHERE m.id = ANY ($1::uuid[]) AND k.store_id = ANY ($2::uuid[])
""")
# Ids come along: the embedded server's uuidv7() reads /dev/urandom anew for each, 4 µs a row.
EMIT = Sql[None]("""
    INSERT INTO kernel_event (id, kind, member_id, at, actor, body)
    SELECT id, kind, member_id, at, $6, body
    FROM UNNEST($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[], $5::jsonb[])
        AS e (id, kind, member_id, at, body)
""")


@dataclass(eq=False)
class UnknownMembers(NotFound):
    """Some members do not exist for this merchant."""

    title = "Some members do not exist."
    title_zh = "有会员不存在。"
    member_ids: tuple[MemberId, ...]


class Tx:
    """One transaction of one actor; carries the merchant, the clock and the events so far."""

    def __init__(
        self,
        connection: Any,
        actor: Actor,
        now: datetime,
        place: Place,
        keys: Keys,
    ) -> None:
        """Wrap an open transaction; only `begin` does this."""
        self._connection = connection
        self.actor = actor
        self.now = now
        self.zone = ZoneInfo(place.zone)
        self.currency = place.currency
        self.keys = keys
        self.events: list[Event] = []
        # What was read and is not read twice, by its statement. It lives no longer than this
        # transaction, nor beyond a lock or a savepoint undone: what is read then is the truth.
        self.kept: dict[Sql[Any], Any] = {}
        self._locked: set[MemberId] = set()

    @property
    def merchant_id(self) -> MerchantId:
        """Return the tenant whose rows this transaction sees."""
        return self.actor.merchant_id

    @property
    def today(self) -> date:
        """Return the business date in the merchant's zone."""
        return business_date(self.now, self.zone)

    async def rows(self, sql: Sql[R], *args: Any) -> list[R]:
        """Run a statement and return its rows as values."""
        read = sql.read
        return [read(record) for record in await self._connection.fetch(sql.text, *args)]

    async def row(self, sql: Sql[R], *args: Any) -> R | None:
        """Run a statement and return its first row, or None."""
        record = await self._connection.fetchrow(sql.text, *args)
        return None if record is None else sql.read(record)

    async def records(self, sql: Sql[Any], *args: Any) -> list[tuple[Any, ...]]:
        """Run a compiled statement whose shape is data (facts, segments); plain tuples."""
        return [tuple(record) for record in await self._connection.fetch(sql.text, *args)]

    async def run(self, sql: Sql[None], *args: Any) -> None:
        """Run a statement that returns nothing."""
        await self._connection.fetch(sql.text, *args)

    async def copy(self, query: str, *args: Any, into: Sink, seconds: float) -> None:
        """Stream what a query made of declared names gives, as CSV with nulls written out.

        Every piece that `into` is handed holds whole rows; the server waits while it is busy.
        """
        await self._connection.copy_from_query(
            query, *args, output=into, format="csv", null="\\N", timeout=seconds
        )

    async def lock(self, member_ids: Sequence[MemberId]) -> None:
        """Lock members in id order, before anything of theirs is read to be written.

        Raises:
            UnknownMembers: names those that do not exist for this merchant.
        """
        wanted = sorted(set(member_ids) - self._locked, key=attrgetter("bytes"))
        if not wanted:
            return
        self.kept.clear()
        if await self.row(LOCKED, self.merchant_id, wanted) != len(wanted):
            found = set(await self.rows(LOCK, self.merchant_id, wanted))
            if missing := tuple(member for member in wanted if member not in found):
                raise UnknownMembers(missing)
        self._locked.update(wanted)

    async def check_members(self, member_ids: Iterable[MemberId]) -> None:
        """Refuse members outside the actor's stores as if there were none; some have every store.

        Raises:
            UnknownMembers: names those that are not theirs, or do not exist.
        """
        if self.actor.stores is None or not (asked := set(member_ids)):
            return
        ours = await self.rows(OURS, list(asked), list(self.actor.stores))
        if strange := asked.difference(ours):
            raise UnknownMembers(tuple(sorted(strange)))

    def emit(self, *events: Event) -> None:
        """Note what happened; written in one statement as the transaction leaves."""
        self.events.extend(events)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo everything inside, events and member locks included, if it raises."""
        emitted, locked = len(self.events), set(self._locked)
        try:
            async with self._connection.transaction():
                yield
        except BaseException:
            self._locked = locked
            self.kept.clear()
            del self.events[emitted:]
            raise

    async def settle(self) -> None:
        """Run `within` reactions until nothing new happened, then write the events."""
        seen = 0
        while seen < len(self.events):
            batch, seen = self.events[seen:], len(self.events)
            for reaction, events in reactions(batch):
                await reaction(self, events)
        if self.events:
            await self._connection.fetch(EMIT.text, *self._event_columns(), self.actor.name)
            self.events.clear()

    def _event_columns(self) -> tuple[list[Any], ...]:
        return (
            EventId.new_batch(len(self.events)),
            [type(event).kind() for event in self.events],
            [member_of(event) for event in self.events],
            [getattr(event, "at", None) or self.now for event in self.events],
            self.events,
        )
