"""The database: one kind of transaction, opened here and committed here.

`begin` is two round trips: `BEGIN`, and a `SELECT` that names the merchant and reads `tx.now`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

import asyncpg

from liuke.kernel.actor import Actor
from liuke.kernel.away import (
    Contended,
    DatabaseAway,
    DatabaseBusy,
    DatabaseDenied,
    OutcomeUnknown,
    TableLocked,
    TookTooLong,
)
from liuke.kernel.crypto import Keys
from liuke.kernel.hushed import hushed
from liuke.kernel.ids import MerchantId
from liuke.kernel.place import UNFOUNDED, Place
from liuke.kernel.problems import Problem, Unstorable
from liuke.kernel.rows import Json, Sql
from liuke.kernel.tx import Tx, UnknownMembers
from liuke.kernel.values import encode, snake

__all__ = [
    "Contended",
    "Database",
    "DatabaseAway",
    "DatabaseBusy",
    "DatabaseDenied",
    "OutcomeUnknown",
    "TableLocked",
    "TookTooLong",
    "Tx",
    "UnknownMembers",
    "administer",
    "begin",
    "connect",
    "prepare",
]

# Zone and currency are settled at set-up; another process learns of it within this time.
PLACE_SECONDS = 60.0
OPEN = Sql[datetime]("""
    SELECT lk_now()
    FROM set_config('liuke.merchant_id', $1::text, true) AS merchant,
         set_config('plan_cache_mode', $2::text, true) AS plans
""")
PLACE = Sql[Place]("""
    SELECT time_zone AS zone, currency FROM stores_merchant WHERE merchant_id = $1::uuid
""")


class Database:
    """A pool of connections to one PostgreSQL; what it knows of merchants; its open lanes."""

    def __init__(self, pool: asyncpg.Pool[Any], keys: Keys) -> None:
        """Wrap an open pool; use `connect`."""
        self.pool = pool
        self.keys = keys
        self.lanes: dict[Any, Any] = {}
        self._places: dict[MerchantId, tuple[Place, float]] = {}

    async def place(self, connection: Any, merchant_id: MerchantId) -> Place:
        """Return a merchant's zone and currency, read once a minute per process."""
        known = self._places.get(merchant_id)
        if known and known[1] > monotonic():
            return known[0]
        if (record := await connection.fetchrow(PLACE.text, merchant_id)) is None:
            return UNFOUNDED
        place = Place(*record)
        self._places[merchant_id] = place, monotonic() + PLACE_SECONDS
        return place

    def forget_place(self, merchant_id: MerchantId) -> None:
        """Read a merchant's zone and currency anew: they were just settled."""
        self._places.pop(merchant_id, None)

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


async def connect(url: str, keys: Keys, *, size: int = 16, pooled: bool = False) -> Database:
    """Open a pool; `pooled` says that a pooler in transaction mode stands in between.

    Raises:
        DatabaseAway: nothing answers at `url`.
        DatabaseDenied: it does not let us in.
    """
    try:
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=size,
            init=prepare,
            reset=_keep,
            command_timeout=60,
            # What is prepared under a name stays on the server's connection, which others get.
            statement_cache_size=0 if pooled else 512,
            max_inactive_connection_lifetime=0,
        )
    except (*DENIED, *UNREACHED) as why:
        raise _unreached(why) from why
    return Database(pool, keys)


def _unreached(why: Exception) -> DatabaseAway:
    """Return what to say of a database that gave no connection; its own words may name hosts."""
    if isinstance(why, DENIED):
        return DatabaseDenied(reason=snake(type(why).__name__))
    return away(why)


def away(why: Exception) -> DatabaseAway:
    """Return what to say of a database that gave no answer."""
    return DatabaseBusy() if isinstance(why, asyncpg.TooManyConnectionsError) else DatabaseAway()


UNREACHED = (
    OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
)  # fmt: skip
# Also when what should be an address is none.
DENIED = (
    asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError,
    asyncpg.ClientConfigurationError,
)  # fmt: skip
# A server killed under a commit leaves the driver in a state it calls an internal fault.
LOST = (
    OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.InternalClientError,
)  # fmt: skip
# One that only reads is the one before a failover: another takes its place.
AWAY = (
    asyncpg.OperatorInterventionError, asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError, *DENIED,
)  # fmt: skip
UNFIT = (
    asyncpg.NumericValueOutOfRangeError, asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError, asyncpg.DatetimeFieldOverflowError,
)  # fmt: skip
# What may quote a value in its words.
QUOTING = (asyncpg.PostgresError, asyncpg.DataError)
RACED = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
    asyncpg.UniqueViolationError,  # a rival made it first: run again, and find it
)


@asynccontextmanager
async def begin(
    database: Database, actor: Actor, *, now: datetime | None = None, few: bool = False
) -> AsyncIterator[Tx]:
    """Open the only kind of transaction there is; returning commits, raising rolls back.

    `few` says that it touches few rows: its statements are planned once a connection and kept.
    A sale is then 13 % faster; a batch of thousands would be planned for ten.

    Raises:
        Contended: it deadlocked or lost a race; run it again.
        Unstorable: a number, date or text is beyond what a column holds.
        TookTooLong: it ran into the time it may take; nothing was changed.
        OutcomeUnknown: the connection broke in the commit; it may be repeated by its key.
        DatabaseAway: the connection is gone, and nothing was changed.
    """
    saving = False
    try:
        with hushed(*QUOTING):
            async with database.pool.acquire(timeout=10) as connection, connection.transaction():
                tx = await _open(database, connection, actor, now=now, few=few)
                yield tx
                await tx.settle()
                saving = True
    except RACED as raced:
        raise Contended from raced
    except UNFIT as unfit:
        raise Unstorable from unfit
    except asyncpg.DataError as odd:
        if isinstance(odd.__cause__, OverflowError):  # no column is so wide: it was never sent
            raise Unstorable from odd
        raise
    except asyncpg.QueryCanceledError as late:
        raise TookTooLong from late
    except (*LOST, *AWAY, TimeoutError) as lost:
        raise _lost(lost, saving=saving) from lost


def _lost(why: Exception, *, saving: bool) -> Problem:
    """Return what to say of a transaction whose connection, or first argument, broke."""
    if saving:
        return OutcomeUnknown()
    return Unstorable() if isinstance(why, ValueError) else away(why)


async def _open(
    database: Database, connection: Any, actor: Actor, *, now: datetime | None, few: bool
) -> Tx:
    merchant = str(UUID(bytes=actor.merchant_id.bytes))
    instant = await connection.fetchval(
        OPEN.text, merchant, "force_generic_plan" if few else "auto"
    )
    place = await database.place(connection, actor.merchant_id)
    return Tx(connection, actor, now or instant, place, database.keys)


@asynccontextmanager
async def administer(url: str) -> AsyncIterator[asyncpg.Connection[Any]]:
    """Open one connection outside tenancy, for migrations, provisioning and `liuke verify`.

    Raises:
        DatabaseAway: nothing answers at `url`, or no more.
        DatabaseBusy: it has no connection left for us.
        DatabaseDenied: it does not let us in.
        TableLocked: it waited too long for a lock.
        Contended: it lost a race.
    """
    try:
        connection = await asyncpg.connect(url, statement_cache_size=0)  # a pooler may be there
    except (*DENIED, *UNREACHED) as why:
        raise _unreached(why) from why
    try:
        with hushed(*QUOTING):
            yield connection
    except asyncpg.LockNotAvailableError as held:
        raise TableLocked from held
    except RACED as raced:
        raise Contended from raced
    except asyncpg.PostgresConnectionError as lost:  # a pooler says so late that nobody is there
        raise DatabaseAway from lost
    finally:
        await connection.close()
