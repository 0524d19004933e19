"""Points: entries posted in batches of 1,000 with lots and overdraft refusal.

The limit writes the same rows (accounts, entries, lots, uses, steps of sums, events), prepared
beforehand, with the same statement into the same tables, keys and policies: no lock, no read, no
decision.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any
from zoneinfo import ZoneInfo

from bench.figures import ROUNDS, Figure, against, timed
from liuke.domains import points
from liuke.domains.points import Accounts, BookSpec, InsufficientPoints, Key, Movement
from liuke.domains.points.journal import Journal
from liuke.domains.points.save import WRITE, arrays
from liuke.domains.points.values import Rolling
from liuke.domains.programme import Live
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, begin, connect
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.migrate import migrate
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server

MEMBERS, BATCH, BATCHES = 5_000, 1_000, 10
LIVE = Live.of(BookSpec(code="stars", expiry=Rolling(months=12)))
START = datetime(2026, 1, 1, 4, tzinfo=UTC)
MERCHANT = Sql[None]("INSERT INTO stores_merchant (name) VALUES ('bench')")
ENROL = Sql[None]("""
    INSERT INTO members_member (id, joined_on) SELECT id, $2::date FROM UNNEST($1::uuid[]) AS m (id)
""")


def script(members: list[MemberId]) -> Iterator[list[Movement]]:
    """Give batch after batch: seven earn for every three that spend what was earned before."""
    dice, serial = random.Random(20260101), 0
    yield [Movement(member, "stars", "welcome", 10_000) for member in members]
    while True:
        batch = []
        for member in dice.sample(members, BATCH):
            serial += 1
            amount = dice.choice((120, 80, 45, 230, 15, 60, 99, -30, -55, -140))
            batch.append(Movement(member, "stars", f"order:{serial}", amount))
        yield batch


class Shop:
    """A merchant of its own with members, and its batches in order."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.actor = system(MerchantId.new(), "bench")
        self.members = [MemberId.new() for _ in range(MEMBERS)]
        self.batches = script(self.members)
        self.day = 0

    async def open(self) -> None:
        """Make the merchant and its members."""
        async with begin(self.database, self.actor) as tx:
            await tx.run(MERCHANT)
            await tx.run(ENROL, self.members, tx.today)

    def next_day(self) -> datetime:
        """Return noon of the next day, so that lots end on different days."""
        self.day += 1
        return START + timedelta(days=self.day % 300)


class Ours(Shop):
    """Posts through the product."""

    async def post(self) -> None:
        """Post the next batch."""
        async with begin(self.database, self.actor, now=self.next_day()) as tx:
            await points.post(tx, next(self.batches), live=LIVE)

    async def overdraw(self) -> None:
        """Prove that refusal is on: one spender too many undoes the whole batch."""
        try:
            async with begin(self.database, self.actor) as tx:
                await points.post(
                    tx, [Movement(self.members[0], "stars", "x", -(10**9))], live=LIVE
                )
        except InsufficientPoints:
            return
        raise AssertionError("an overdraft was posted")

    async def round(self) -> float:
        """Post ten batches and return entries per second."""
        await self.overdraw()
        seconds = 0.0
        for _ in range(BATCHES):
            seconds += await timed(self.post)
        return BATCH * BATCHES / seconds


class Bare(Shop):
    """Writes the rows that the same batches come to."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        zone = ZoneInfo("Asia/Shanghai")
        self.accounts = Accounts(self.actor.merchant_id, LIVE, now=START, zone=zone)

    def prepare(self) -> tuple[datetime, list[Any], list[Any]]:
        """Fold the next batch in memory and return its rows and events."""
        now, accounts = self.next_day(), self.accounts
        accounts.now, accounts.today, accounts.journal = now, now.date(), Journal()
        accounts.known.clear()
        for account in accounts.by_key.values():
            account.first_lot, account.changed = account.figures.lots, False
            account.journal, account.complete = accounts.journal, True
            account.was = account.figures.stands()
        for movement in next(self.batches):
            key = Key(movement.member_id, movement.book, movement.cause)
            fold = accounts.award if movement.points > 0 else accounts.spend
            fold(key, abs(movement.points), movement.because)
        return now, arrays(accounts), accounts.journal.events

    async def write(self, now: datetime, rows: list[Any], events: list[Any]) -> None:
        """Write one batch's rows; the kernel writes its events as it does for everyone."""
        async with begin(self.database, self.actor, now=now) as tx:
            await tx.run(WRITE, now, *rows)
            tx.emit(*events)

    async def round(self) -> float:
        """Write ten batches and return entries per second."""
        seconds = 0.0
        for _ in range(BATCHES):
            now, rows, events = self.prepare()
            seconds += await timed(lambda: self.write(now, rows, events))  # noqa: B023 - run at once
        return BATCH * BATCHES / seconds


def _home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="lk-"))
    home.chmod(0o755)
    return home


async def run() -> list[Figure]:
    """Measure entries per second against the bare insert of the same rows."""
    home = _home()
    server = Server(home)
    await server.start()
    try:
        await migrate(server.admin_url)
        database = await connect(server.app_url, Keys.for_tests(), size=2)
        ours, bare = Ours(database), Bare(database)
        for shop in (ours, bare):
            await shop.open()
            await shop.round()
        figure = await against("points_post", "entries/s", ours.round, bare.round, rounds=ROUNDS)
        await database.close()
        return [figure]
    finally:
        await server.stop()
        rmtree(home, ignore_errors=True)
