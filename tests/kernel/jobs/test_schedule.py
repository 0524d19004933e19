"""Daily work runs once per merchant and business day, resumes after a crash, and makes up."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.jobs import Declared, daily
from liuke.kernel.jobs.queue import queue_pool
from liuke.kernel.jobs.schedule import schedule
from liuke.kernel.rows import Sql
from tests import make
from tests.kernel.jobs.conftest import Plant, until
from tests.kernel.jobs.parts import Shop

pytestmark = pytest.mark.slow

MEMBERS = Sql[MemberId]("""
    SELECT id FROM members_member
    WHERE merchant_id = $1::uuid AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3
""")
DUE = Sql[date]("SELECT due_on FROM kernel_run WHERE done_at IS NOT NULL ORDER BY due_on")
FORGET = Sql[None](
    "UPDATE kernel_run SET due_on = due_on - $1::int, due_at = due_at - $2::interval"
)
ZONE = Sql[None]("UPDATE stores_merchant SET time_zone = $1")


async def everybody(tx: Tx, last: MemberId | None, limit: int) -> list[MemberId]:
    return await tx.rows(MEMBERS, tx.merchant_id, last, limit)


async def greet(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    await audit.record(tx, [audit.Act("bell.answered", str(member)) for member in member_ids])


def greeting() -> Declared:
    declared = Declared()
    daily("bell.greet", after="00:00", members=everybody, declared=declared)(greet)
    return declared


async def days_done(shop: Shop) -> list[date]:
    async with shop.begin() as tx:
        return await tx.rows(DUE)


@pytest.mark.inv("M13")
async def test_two_schedulers_open_one_run(plant: Plant) -> None:
    shop = await plant.shop()
    async with queue_pool(plant.server.worker_url) as pool:
        await asyncio.gather(*(schedule(pool, greeting()) for _ in range(8)))
    assert await shop.open_jobs() == 1


@pytest.mark.inv("M13")
async def test_every_member_is_done_once_a_day_by_two_workers(plant: Plant) -> None:
    shop = await plant.shop()
    async with shop.begin() as tx:
        members = await make.members(tx, 2_500)
    async with plant.worker(greeting()), plant.worker(greeting()):
        await until(lambda: days_done(shop))
        await asyncio.sleep(0.5)
        assert len(await days_done(shop)) == 1
    assert await shop.answers() == Counter(str(member) for member in members)


@pytest.mark.inv("M2")
async def test_a_run_that_crashes_goes_on_where_it_was(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liuke.kernel.jobs.run.BACK_OFF_SECONDS", (0.01,) * 4)
    monkeypatch.setattr("liuke.kernel.jobs.run.MEMBERS_PER_TRANSACTION", 10)
    shop = await plant.shop()
    async with shop.begin() as tx:
        members = await make.members(tx, 95)
    calls = 0

    async def stumble(tx: Tx, member_ids: Sequence[MemberId]) -> None:
        nonlocal calls
        calls += 1
        await greet(tx, member_ids)
        if calls % 2 == 0:
            raise ValueError

    declared = Declared()
    daily("bell.greet", after="00:00", members=everybody, declared=declared)(stumble)
    async with plant.worker(declared):
        # More failures in all than one job may have in a row: progress forgives them.
        await until(lambda: days_done(shop))
    assert calls == 19
    assert await shop.answers() == Counter(str(member) for member in members)


@pytest.mark.inv("M13")
async def test_missed_days_are_made_up_for_oldest_first(plant: Plant) -> None:
    shop = await plant.shop()
    seen: list[tuple[date, datetime]] = []

    async def note(tx: Tx) -> None:
        if tx.merchant_id == shop.merchant_id:
            seen.append((tx.today, tx.now))

    declared = Declared()
    daily("bell.note", after="00:00", declared=declared)(note)
    async with plant.worker(declared):
        await until(lambda: days_done(shop))
    async with shop.begin() as tx:
        today = tx.today
        await tx.run(FORGET, 3, timedelta(days=3))
    async with plant.worker(declared):

        async def caught_up() -> bool:
            return len(await days_done(shop)) == 4

        await until(caught_up)
    assert [day for day, _ in seen[1:]] == [today - timedelta(days=n) for n in (2, 1, 0)]
    # The clock of a run is the instant it was due: midnight in Shanghai is 16:00 UTC.
    assert {at.astimezone(UTC).hour for _, at in seen} == {16}


@pytest.mark.inv("T1")
@pytest.mark.parametrize(
    ("zone", "clock", "instant", "opened"),
    [
        # 02:30 does not exist on the day New York's clocks go forward; the run is not skipped.
        ("America/New_York", "02:30", datetime(2026, 3, 8, 7, 29, tzinfo=UTC), 0),
        ("America/New_York", "02:30", datetime(2026, 3, 8, 7, 30, tzinfo=UTC), 1),
        # 01:30 comes twice when they go back; the run is open once, at one of them.
        ("America/New_York", "01:30", datetime(2026, 11, 1, 6, 30, tzinfo=UTC), 1),
        ("Asia/Shanghai", "02:00", datetime(2026, 5, 1, 17, 59, tzinfo=UTC), 0),
        ("Asia/Shanghai", "02:00", datetime(2026, 5, 1, 18, 0, tzinfo=UTC), 1),
    ],
)
async def test_a_run_is_due_by_the_clock_on_the_merchants_wall(
    plant: Plant, zone: str, clock: str, instant: datetime, opened: int
) -> None:
    shop = await plant.shop()
    async with shop.begin() as tx:
        await tx.run(ZONE, zone)
    declared = Declared()
    daily("bell.clock", after=clock, declared=declared)(greet)
    async with queue_pool(plant.server.worker_url) as pool:
        await schedule(pool, declared, instant)
        await schedule(pool, declared, instant + timedelta(hours=opened))
    assert await shop.open_jobs() == opened
