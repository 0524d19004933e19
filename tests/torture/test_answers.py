"""The application is killed between commit and answer; the client retries by its key."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from liuke.domains import access
from liuke.domains.access import KeyWish
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import begin, connect
from tests.torture.application import Application
from tests.torture.figures import Figure
from tests.torture.rig import ORDERS, Rig

CLIENTS = 4


@asynccontextmanager
async def till(rig: Rig, port: int) -> AsyncIterator[httpx.AsyncClient]:
    """Give a till's program its key."""
    database = await connect(rig.server.app_url, Keys.for_tests(), size=1)
    async with begin(database, system(rig.merchant, "rig")) as tx:
        (made,) = await access.make_keys(tx, [KeyWish("till", ("checkout.order",))])
    await database.close()
    headers = {"authorization": f"Bearer {made.key}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        yield client


async def sell(client: httpx.AsyncClient, member: str, key: str) -> tuple[int, str]:
    """Send one order until it is answered; return how often it was sent, and the order's id."""
    sent = 0
    body = {
        "items": [{"sku": "mug"}],
        "member_id": member,
        "external_id": key,
        "tenders": [{"kind": "cash", "amount_minor": 25_000}],
    }
    while True:
        sent += 1
        try:
            answer = await client.post("/till/orders", json=body, headers={"Idempotency-Key": key})
        except httpx.TransportError:
            await asyncio.sleep(0.05)
            continue
        if answer.status_code in {201, 200}:
            return sent, answer.json()["id"]
        assert answer.status_code in {409, 503}, answer.text
        await asyncio.sleep(0.05)


async def kill_and_retry(rig: Rig, kills: int, figure: Figure) -> None:
    """Kill the application again and again while clients sell; count effects against keys."""
    application = Application(rig.server.app_url)
    application.start()
    outcomes: dict[str, tuple[int, str]] = {}
    over = asyncio.Event()

    async def shopper(client: httpx.AsyncClient, number: int) -> None:
        count = 0
        while not over.is_set():
            count += 1
            key = f"web-{number}-{count}"
            outcomes[key] = await sell(client, str(rig.members[number]), key)

    async with till(rig, application.port) as client, asyncio.TaskGroup() as group:
        for number in range(CLIENTS):
            group.create_task(shopper(client, number))
        for _ in range(kills):
            before = len(outcomes)
            while len(outcomes) < before + CLIENTS:  # noqa: ASYNC110 -- a process answers
                await asyncio.sleep(0.05)
            await asyncio.sleep(random.uniform(0, 0.3))  # noqa: S311 -- load
            application.kill()
            application.start()
        over.set()
    application.kill()
    database = await connect(rig.server.app_url, Keys.for_tests(), size=1)
    async with begin(database, system(rig.merchant, "rig")) as tx:
        (orders,) = await tx.rows(ORDERS, rig.merchant)
    await database.close()
    await rig.prove()
    retried = sum(sent > 1 for sent, _ in outcomes.values())
    figure("answers", kills=kills, keys=len(outcomes), effects=orders, retried=retried)
    assert orders == len(outcomes)
    assert len({order for _, order in outcomes.values()}) == len(outcomes)


@pytest.mark.slow
@pytest.mark.inv("I2")
async def test_two_kills_of_the_application_leave_one_effect_per_key(
    cafe: Rig, figure: Figure
) -> None:
    await kill_and_retry(cafe, 2, figure)


@pytest.mark.torture
@pytest.mark.inv("I2")
async def test_thirty_kills_of_the_application_leave_one_effect_per_key(
    cafe: Rig, figure: Figure
) -> None:
    await kill_and_retry(cafe, 30, figure)
