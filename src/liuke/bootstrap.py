"""Settings in, running system out: the only file that knows every part."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from liuke import domains
from liuke.kernel import log
from liuke.kernel.db import Database, connect
from liuke.kernel.keyring import open_keys
from liuke.kernel.migrate import migrate
from liuke.kernel.problems import Problem
from liuke.kernel.settings import Settings, load
from liuke.surfaces import memory
from liuke.surfaces.cli import ports
from liuke.surfaces.cli.main import build

if TYPE_CHECKING:  # a domain, and a start waits for none
    from liuke.domains.analytics import Depot, Engine
    from liuke.kernel.letters import Courier

LOG = log.logger("lake")
SHED_SECONDS = 60.0
PARTS = ("vocabulary", "facts", "deeds", "lake", "sheets", "kept", "reactions", "jobs")


def load_parts() -> None:
    """Import what every domain declares: facts, actions, tables, sheets, reactions and jobs."""
    for domain in pkgutil.iter_modules(domains.__path__):
        package = f"{domains.__name__}.{domain.name}"
        names = {module.name for module in pkgutil.iter_modules(_path(package))}
        for part in PARTS:
            if part in names:
                importlib.import_module(f"{package}.{part}")
    connect_readers()


def connect_readers() -> None:
    """Say who opens files that are handed in; the library is loaded with the first of them."""
    from liuke.domains.connect import read_parquet_with  # noqa: PLC0415 - the parts are loaded
    from liuke.providers.duckdb import DuckReader  # noqa: PLC0415 - as above

    read_parquet_with(DuckReader())


def _path(package: str) -> list[str]:
    return list(importlib.import_module(package).__path__)


@asynccontextmanager
async def addresses(settings: Settings) -> AsyncIterator[ports.Addresses]:
    """Yield where the database is: the one named, or our own, started and stopped here."""
    if settings.database_url:
        url = settings.database_url
        yield ports.Addresses(
            app=url,
            worker=settings.worker_url or url,
            verify=settings.verify_url or settings.admin_url or url,
            admin=settings.admin_url,
            embedded=False,
            pool=settings.pool_url,
        )
        return
    from liuke.providers.postgres import Server  # noqa: PLC0415 - only when it is needed

    server = Server(settings.home)
    await server.start()
    try:
        yield ports.Addresses(
            app=server.app_url,
            worker=server.worker_url,
            verify=server.verify_url,
            admin=server.admin_url,
            embedded=True,
        )
    finally:
        await server.stop()


@asynccontextmanager
async def running(settings: Settings, *, upgrade: bool = True) -> AsyncIterator[ports.Running]:
    """Yield the running system: database started, brought to today, guarded and connected.

    Raises:
        DatabaseAway: nothing answers.
        MigrationChanged: a migration that ran here was edited afterwards.
        UnsafeDatabase: the server is set up so that a promise could not be kept.
    """
    from liuke.providers.postgres import guard  # noqa: PLC0415 - as above

    # The parts load while the server starts: it is another process, and both take a while.
    loading = asyncio.create_task(asyncio.to_thread(load_parts))
    keys = open_keys(settings)
    async with addresses(settings) as urls:
        migrated = await migrate(urls.admin) if upgrade and urls.admin else 0
        told = [
            warning
            for url in dict.fromkeys((urls.app, urls.worker))
            for warning in await guard(url, external=not urls.embedded)
        ]
        if urls.pool:
            told += await guard(urls.pool, external=True, pooled=True)
        database = await connect(
            urls.pool or urls.app, keys, size=settings.pool_size, pooled=bool(urls.pool)
        )
        try:
            await loading
            furnish(settings, database)
            async with shedding(settings, database):
                warnings, courier = tuple(dict.fromkeys(told)), courier_of(settings)
                yield ports.Running(settings, urls, keys, database, migrated, courier, warnings)
        finally:
            await database.close()


def courier_of(settings: Settings) -> Courier | None:
    """Return who carries messages out of this house, if anybody does."""
    if settings.outbox != "http":
        return None
    from liuke.providers.sms_http import HttpCourier  # noqa: PLC0415 - only where it is asked for

    return HttpCourier(settings.sms_url, settings.sms_secret)


def furnish(settings: Settings, database: Database) -> None:
    """Give this process its lake; the engine's library is loaded with the first question.

    Raises:
        EngineNeedsFolder: Spark is to read what is on S3.
    """
    from liuke.domains import analytics  # noqa: PLC0415 - the parts are loaded by now
    from liuke.providers.duckdb import DuckPress  # noqa: PLC0415 - as above

    depot = depot_of(settings)
    engine = answering(settings, depot)
    press = DuckPress(memory_mb=settings.lake_memory_mb, depot=depot)
    place, days = place_of(settings), settings.trail_days
    analytics.furnish(analytics.Seat(place, engine, press, database, depot, days))


def is_far(settings: Settings) -> bool:
    """Tell whether the lake is on storage elsewhere."""
    return settings.lake.startswith("s3://")


def place_of(settings: Settings) -> Path:
    """Return the folder of the lake, or of this machine's copies of it."""
    if is_far(settings):
        return settings.home / "lake-cache"
    return Path(settings.lake).expanduser() if settings.lake else settings.home / "lake"


def depot_of(settings: Settings) -> Depot:
    """Return what keeps the lake's files."""
    from liuke.domains import analytics  # noqa: PLC0415 - as above

    if not is_far(settings):
        return analytics.HERE
    from liuke.providers import s3  # noqa: PLC0415 - only where it is asked for

    account = s3.Account(
        settings.s3_endpoint, settings.s3_region, settings.s3_key, settings.s3_secret
    )
    copies = s3.Copies(place_of(settings), settings.lake_cache_mb << 20)
    return s3.S3Depot(s3.Bucket(settings.lake, account), copies, seconds=settings.lake_seconds)


def answering(settings: Settings, depot: Depot) -> Engine:
    """Return what answers over the lake; both speak DuckDB's dialect.

    Raises:
        EngineNeedsFolder: Spark is to read what is on S3.
    """
    from liuke.domains import analytics  # noqa: PLC0415 - the parts are loaded by now
    from liuke.providers.duckdb import DuckEngine  # noqa: PLC0415 - as above

    here = DuckEngine(memory_mb=settings.lake_memory_mb, seconds=settings.lake_seconds, depot=depot)
    if settings.engine == "duckdb":
        return here
    if is_far(settings):
        raise analytics.EngineNeedsFolder
    from liuke.providers import spark  # noqa: PLC0415 - only where it is asked for

    cluster = spark.Cluster(settings.spark_master, spark.options_of(settings.spark_options))
    return spark.SparkEngine(cluster, seconds=settings.lake_seconds, otherwise=here)


@asynccontextmanager
async def shedding(settings: Settings, database: Database) -> AsyncIterator[None]:
    """Keep no copy of what the lake has forgotten while the block runs."""
    if not is_far(settings):
        yield
        return
    task = asyncio.create_task(shed_for_ever(database))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def shed_for_ever(database: Database) -> None:
    """Look every minute; what is away now is looked at in the next one."""
    from liuke.domains import analytics  # noqa: PLC0415 - as above

    while True:
        try:
            await analytics.shed(database)
        except Problem as problem:
            LOG.info("copies_kept", kind=problem.code())
        await asyncio.sleep(SHED_SECONDS)


def main() -> None:
    """Run the command line."""
    memory.be_patient()
    build(load, running, load_parts)()
