"""The database: one kind of transaction, opened here and committed here.

`begin` is two round trips: `BEGIN`, and a `SELECT` that names the merchant and reads `tx.now`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from liuke.kernel.actor import Actor
from liuke.kernel.clock import business_date
from liuke.kernel.crypto import Keys
from liuke.kernel.events import Event, member_of, reactions
from liuke.kernel.ids import EventId, MemberId, MerchantId
from liuke.kernel.place import UNFOUNDED, Place
from liuke.kernel.problems import NotFound, Problem, Unstorable
from liuke.kernel.rows import Json, Sql
from liuke.kernel.values import encode

R = TypeVar("R")

OPEN = Sql[datetime]("""
    SELECT lk_now() FROM set_config('liuke.merchant_id', $1::text, true)
""")
PLACE = Sql[Place]("""
    SELECT time_zone AS zone, currency FROM stores_merchant WHERE merchant_id = $1::uuid
""")
LOCK = Sql[MemberId]("""
    SELECT id FROM members_member
    WHERE merchant_id = $1::uuid AND id = ANY ($2::uuid[])
    ORDER BY id
    FOR NO KEY UPDATE
""")
# Ids come along: the embedded server's uuidv7() reads /dev/urandom anew for each, 4 µs a row.
EMIT = Sql[None]("""
    INSERT INTO kernel_event (id, kind, member_id, at, actor, body)
    SELECT id, kind, member_id, at, $6, body
    FROM UNNEST($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[], $5::jsonb[])
        AS e (id, kind, member_id, at, body)
""")


@dataclass(eq=False)
class DatabaseAway(Problem):
    """The database cannot be reached; nothing was changed that was not acknowledged."""

    status = 503
    title = "The database is away; try again shortly. Nothing was saved."
    title_zh = "数据库暂时连不上，没有保存，请稍后重试。"
    retry_after_seconds: int = 2


@dataclass(eq=False)
class Contended(Problem):
    """The transaction lost a race with others and may be run again."""

    status = 503
    title = "Too many changes at once; try again. Nothing was saved."
    title_zh = "同时修改的人太多，没有保存，请重试。"
    retry_after_seconds: int = 1


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
        connection: asyncpg.Connection[Any],
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

    async def lock(self, member_ids: Sequence[MemberId]) -> None:
        """Lock members in id order, before anything of theirs is read to be written.

        Raises:
            UnknownMembers: names those that do not exist for this merchant.
        """
        wanted = sorted(set(member_ids) - self._locked, key=attrgetter("bytes"))
        if not wanted:
            return
        found = set(await self.rows(LOCK, self.merchant_id, wanted))
        if missing := tuple(member for member in wanted if member not in found):
            raise UnknownMembers(missing)
        self._locked |= found

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


class Database:
    """A pool of connections to one PostgreSQL, and what it knows of its merchants."""

    def __init__(self, pool: asyncpg.Pool[Any], keys: Keys) -> None:
        """Wrap an open pool; use `connect`."""
        self.pool = pool
        self.keys = keys
        self._places: dict[MerchantId, Place] = {}

    async def place(self, connection: Any, merchant_id: MerchantId) -> Place:
        """Return a merchant's zone and currency, read once per process."""
        if merchant_id not in self._places:
            record = await connection.fetchrow(PLACE.text, merchant_id)
            if record is None:
                return UNFOUNDED
            self._places[merchant_id] = Place(*record)
        return self._places[merchant_id]

    async def close(self) -> None:
        """Close every connection."""
        await self.pool.close()


async def prepare(connection: asyncpg.Connection[Any]) -> None:
    """Teach a connection our jsonb: values in, undecoded cells out."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + encode(value),
        decoder=lambda cell: Json(cell[1:]),
    )


async def _keep(_connection: asyncpg.Connection[Any]) -> None:
    """Skip asyncpg's reset: every setting here is local to its transaction."""


async def connect(url: str, keys: Keys, *, size: int = 16, statement_cache: int = 512) -> Database:
    """Open a pool; `statement_cache=0` is for a transaction-mode pooler in between.

    Raises:
        DatabaseAway: nothing answers at `url`.
    """
    try:
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=size,
            init=prepare,
            reset=_keep,
            command_timeout=60,
            statement_cache_size=statement_cache,
            max_inactive_connection_lifetime=0,
        )
    except (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as away:
        raise DatabaseAway from away
    return Database(pool, keys)


# A server killed under a commit leaves the driver in a state it calls an internal fault.
LOST = (
    OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.InternalClientError,
)  # fmt: skip
AWAY = (asyncpg.OperatorInterventionError, asyncpg.InsufficientResourcesError)
UNFIT = (
    asyncpg.NumericValueOutOfRangeError, asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError, asyncpg.DatetimeFieldOverflowError,
)  # fmt: skip
RACED = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)


@asynccontextmanager
async def begin(
    database: Database, actor: Actor, *, now: datetime | None = None
) -> AsyncIterator[Tx]:
    """Open the only kind of transaction there is; returning commits, raising rolls back.

    Raises:
        Contended: it deadlocked or lost a race; run it again.
        Unstorable: a number, date or text is beyond what a column holds.
        DatabaseAway: the connection is gone; what was not answered may be repeated by its key.
    """
    try:
        async with database.pool.acquire(timeout=10) as connection, connection.transaction():
            tx = await _open(database, connection, actor, now)
            yield tx
            await tx.settle()
    except RACED as raced:
        raise Contended from raced
    except UNFIT as unfit:
        raise Unstorable from unfit
    except (*LOST, *AWAY, TimeoutError) as lost:
        if isinstance(lost, ValueError):  # the driver refused an argument
            raise Unstorable from lost
        raise DatabaseAway from lost


async def _open(database: Database, connection: Any, actor: Actor, now: datetime | None) -> Tx:
    merchant = str(UUID(bytes=actor.merchant_id.bytes))
    instant = await connection.fetchval(OPEN.text, merchant)
    place = await database.place(connection, actor.merchant_id)
    return Tx(connection, actor, now or instant, place, database.keys)


@asynccontextmanager
async def administer(url: str) -> AsyncIterator[asyncpg.Connection[Any]]:
    """Open one connection outside tenancy, for migrations, provisioning and `liuke verify`.

    Raises:
        DatabaseAway: nothing answers at `url`.
    """
    try:
        connection = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as away:
        raise DatabaseAway from away
    try:
        yield connection
    finally:
        await connection.close()
