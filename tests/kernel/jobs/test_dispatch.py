"""Events become jobs exactly once, behind every open transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest

from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.jobs import Declared, JobNotHeld, after, held_jobs, release
from liuke.kernel.jobs.declared import DECLARED
from liuke.kernel.jobs.dispatch import dispatch, reconcile
from liuke.kernel.jobs.queue import Ticket, manager, queue_pool
from tests.kernel.jobs.conftest import Plant, until
from tests.kernel.jobs.parts import BellRung, answer

pytestmark = pytest.mark.slow


def answering() -> Declared:
    declared = Declared()
    after(BellRung, name="bell.answer", declared=declared)(answer)
    return declared


@pytest.mark.inv("M1")
async def test_each_event_is_answered_once(plant: Plant) -> None:
    shop, other = await plant.shop(), await plant.shop()
    async with plant.worker(answering()), plant.worker(answering()):
        await asyncio.gather(*(shop.ring(n, n + 100) for n in range(20)), other.ring(7))

        async def done() -> bool:
            return len(await shop.answers()) == 40 and await other.answers() == {"7": 1}

        await until(done)
        await asyncio.sleep(0.3)
    assert set((await shop.answers()).values()) == {1}
    assert await shop.open_jobs() == 0


@pytest.mark.inv("M1")
async def test_a_rollback_leaves_no_job(plant: Plant) -> None:
    shop = await plant.shop()
    with suppress(ZeroDivisionError):
        async with shop.begin() as tx:
            tx.emit(BellRung(1))
            raise ZeroDivisionError
    async with queue_pool(plant.server.worker_url) as pool:
        await dispatch(pool, answering())
    assert await shop.open_jobs() == 0


@pytest.mark.inv("M1")
async def test_an_event_of_a_transaction_still_open_is_not_skipped(plant: Plant) -> None:
    shop = await plant.shop()
    async with plant.worker(answering()):
        async with shop.begin() as late:
            late.emit(BellRung(1))
            await late.settle()
            await shop.ring(2)
            await asyncio.sleep(0.5)
            # The later one waits behind the open one, so that no position passes it by.
            assert await shop.answers() == {}

        async def done() -> bool:
            return await shop.answers() == {"1": 1, "2": 1}

        await until(done)


@pytest.mark.inv("M1")
async def test_a_dispatch_that_dies_before_its_commit_is_done_again_once(plant: Plant) -> None:
    shop = await plant.shop()
    await shop.ring(1)
    async with queue_pool(plant.server.worker_url) as pool:
        with suppress(ZeroDivisionError):
            async with pool.acquire() as connection, connection.transaction():
                call = "SELECT * FROM kernel_dispatch($1::text[], $2::text[], 10, 10)"
                assert await connection.fetch(call, ["bell.answer"], [BellRung.kind()])
                raise ZeroDivisionError
        assert await shop.open_jobs() == 0
        assert await dispatch(pool, answering())
        assert not await dispatch(pool, answering())
    assert await shop.open_jobs() == 1
    async with plant.worker(answering()):
        await until(shop.answers)


@pytest.mark.inv("M5")
async def test_a_job_that_keeps_failing_is_held_and_can_be_released(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liuke.kernel.jobs.run.BACK_OFF_SECONDS", (0.01,) * 4)
    shop = await plant.shop()
    broken = True

    async def react(tx: Tx, events: Sequence[BellRung]) -> None:
        await answer(tx, events)
        if broken:
            raise ValueError("13800000000 is what no log may show")

    declared = Declared()
    after(BellRung, name="bell.answer", declared=declared)(react)
    async with plant.worker(declared):
        await shop.ring(1)
        await until(shop.held)
        assert await shop.answers() == {}
        async with shop.begin() as tx:
            (held,) = await held_jobs(tx)
            assert (held.name, held.problem) == ("bell.answer", "value_error")
            broken = False
            assert [job.id for job in await release(tx, [held.id])] == [held.id]
        async with shop.begin() as tx:
            with pytest.raises(JobNotHeld) as refusal:
                await release(tx, [held.id])
            assert refusal.value.job_ids == (held.id,)

        async with queue_pool(plant.server.worker_url) as pool:

            async def done() -> bool:
                # What the queue has lost is enqueued anew, here without waiting until it is old.
                await reconcile(pool, lost_after="0")
                return await shop.answers() == {"1": 1}

            await until(done)
        assert await shop.open_jobs() == 0
        assert await shop.answers("jobs.retried") == {str(held.id): 1}


@pytest.mark.inv("A13")
async def test_no_message_of_a_failure_reaches_the_queue_or_the_log(
    plant: Plant, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liuke.kernel.jobs.run.BACK_OFF_SECONDS", (0.01,) * 4)
    shop = await plant.shop()

    async def react(_tx: Tx, events: Sequence[BellRung]) -> None:
        raise ValueError(f"1380000000{events[0].number}")

    declared = Declared()
    after(BellRung, name="bell.answer", declared=declared)(react)
    async with plant.worker(declared):
        await shop.ring(1)
        async with queue_pool(plant.server.worker_url) as pool:
            held = "SELECT COUNT(*) FROM queue.pgqueuer WHERE status = 'failed'"
            await until(lambda: pool.fetchval(held))
            whole = "SELECT string_agg(l::text, '') FROM queue.pgqueuer_log l"
            assert "1380000000" not in await pool.fetchval(whole)
    assert "1380000000" not in caplog.text


@pytest.mark.inv("M5")
async def test_every_entrypoint_holds_its_failures(plant: Plant) -> None:
    async with plant.worker(answering()) as worker:
        await asyncio.sleep(0.2)
        assert worker.carrier is not None
        registry = worker.carrier.entrypoint_registry
        assert {str(name) for name in registry} == {"bell.answer"}
        assert {entry.parameters.on_failure for entry in registry.values()} == {"hold"}


@pytest.mark.inv("M5")
async def test_every_job_of_the_product_holds_its_failures(plant: Plant) -> None:
    assert {"access.sweep", "desk.figures", "segments.step"} <= set(DECLARED.names)
    async with queue_pool(plant.server.worker_url) as pool:
        made = manager(pool, DECLARED.names, nobody)
    parameters = [entry.parameters for entry in made.entrypoint_registry.values()]
    assert len(parameters) == len(DECLARED.names)
    assert {one.on_failure for one in parameters} == {"hold"}


async def nobody(_ticket: Ticket) -> None:
    """Carry nothing."""


async def test_an_action_in_a_job_is_by_the_system(plant: Plant) -> None:
    shop = await plant.shop()
    actors = []

    async def react(tx: Tx, _events: Sequence[BellRung]) -> None:
        actors.append(tx.actor.name)
        await audit.record(tx, [audit.Act("bell.answered", "1")])

    declared = Declared()
    after(BellRung, name="bell.answer", declared=declared)(react)
    async with plant.worker(declared):
        await shop.ring(1)
        await until(shop.answers)
    assert actors == ["system:bell.answer"]
