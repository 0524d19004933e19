"""Faults between application and database: an honest 503, nothing lost or doubled, back alone."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from liuke.domains import access
from liuke.domains.access import KeyWish
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import begin, connect
from tests.torture.application import Application
from tests.torture.faulty import Fault, Proxy
from tests.torture.figures import Figure
from tests.torture.rig import DONE, Rig

SHOPPERS = 12
CONNECTIONS = 4
SOCKET = ".s.PGSQL.5432"
PRICE = 25_000
BACK_SECONDS_MAX = 30
PATIENCE_SECONDS = 90


@dataclass
class Crowd:
    """Shoppers who ask until they are answered, each request by a key of its own."""

    rig: Rig
    client: httpx.AsyncClient
    heard: Counter[str] = field(default_factory=Counter)
    done: set[str] = field(default_factory=set)
    last: float = 0.0
    over: bool = False

    async def shop(self, number: int) -> None:
        """Buy, or move points, one after the other."""
        member, count = str(self.rig.members[number % len(self.rig.members)]), 0
        while not self.over:
            count += 1
            key = f"shopper-{number}-{count}"
            await self.ask(*(order if number % 2 else entry)(member, key), key)

    async def ask(self, path: str, body: Any, key: str) -> None:
        """Send one request until it is done."""
        while True:
            began = time.monotonic()
            answer = await self.client.post(path, json=body, headers={"Idempotency-Key": key})
            self.heard[str(answer.status_code)] += 1
            if answer.is_success:
                self.done.add(key)
                self.last = max(self.last, began)
                return
            assert answer.status_code in {409, 503}, answer.text
            if answer.status_code == 503:
                assert int(answer.headers["retry-after"]) > 0
            await asyncio.sleep(0.05)


def order(member: str, key: str) -> tuple[str, Any]:
    """Sell a mug."""
    tenders = [{"kind": "cash", "amount_minor": PRICE}]
    sale = {"items": [{"sku": "mug"}], "member_id": member, "external_id": key, "tenders": tenders}
    return "/till/orders", sale


def entry(member: str, key: str) -> tuple[str, Any]:
    """Give a point."""
    move = {"member_id": member, "book": "stars", "cause": key, "points": 1}
    return "/v1/points/entries", [move]


@asynccontextmanager
async def crowd(rig: Rig, proxy: Proxy) -> AsyncIterator[Crowd]:
    """Serve the shop through the proxy, with a crowd in it."""
    database = await connect(rig.server.app_url, Keys.for_tests(), size=1)
    async with begin(database, system(rig.merchant, "rig")) as tx:
        (made,) = await access.make_keys(tx, [KeyWish("till", ("checkout.order", "points.post"))])
    await database.close()
    socket = str(rig.server.folders.socket)
    url = rig.server.app_url.replace(socket, str(Path(proxy.path).parent))
    assert url != rig.server.app_url
    application = Application(url, CONNECTIONS)
    application.start()
    headers = {"authorization": f"Bearer {made.key}"}
    address = f"http://127.0.0.1:{application.port}"
    try:
        await application.listening()
        async with httpx.AsyncClient(
            base_url=address, headers=headers, timeout=PATIENCE_SECONDS
        ) as client:
            yield Crowd(rig, client)
    finally:
        application.kill()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="lk-px-") as name:
        yield Path(name)


async def suffer(
    rig: Rig, folder: Path, faults: Sequence[Fault], seconds: float
) -> Mapping[str, float | str]:
    """Let one fault after the other strike a busy shop; see that it comes back by itself."""
    proxy = Proxy(str(folder / SOCKET), str(rig.server.folders.socket / SOCKET))
    waits: dict[str, float] = {}
    async with proxy.open(), crowd(rig, proxy) as people, asyncio.TaskGroup() as group:
        for number in range(SHOPPERS):
            group.create_task(people.shop(number))
        for fault in faults:
            await asyncio.sleep(seconds)
            proxy.strike(fault)
            await asyncio.sleep(seconds)
            proxy.strike(Fault.NONE)
            waits[fault] = await back(people, time.monotonic())
        people.over = True
    await conclude(rig, people)
    return {
        "faults": len(faults),
        "seconds_each": seconds,
        "connections_struck": proxy.struck,
        "keys": len(people.done),
        "lost": 0,
        "doubled": 0,
        "answers_503": people.heard["503"],
        "answers_500": people.heard["500"],
        "back_seconds_max": round(max(waits.values()), 2),
        "slowest": max(waits, key=lambda fault: waits[fault]),
    }


async def back(people: Crowd, instant: float) -> float:
    """Wait for a success of a request sent after an instant; return how long it took."""
    async with asyncio.timeout(BACK_SECONDS_MAX + PATIENCE_SECONDS):
        while people.last < instant:  # noqa: ASYNC110 -- a process answers
            await asyncio.sleep(0.01)
    return time.monotonic() - instant


async def conclude(rig: Rig, people: Crowd) -> None:
    """Compare what was answered with what is there."""
    database = await connect(rig.server.app_url, Keys.for_tests(), size=1)
    async with begin(database, system(rig.merchant, "rig")) as tx:
        there = Counter(await tx.rows(DONE, rig.merchant))
    await database.close()
    assert {key: there[key] for key in people.done} == dict.fromkeys(people.done, 1)
    assert {key for key in there if key.startswith("shopper-")} == people.done
    await rig.prove()


@pytest.mark.slow
@pytest.mark.inv("S3", "I2")
async def test_cuts_around_a_commit_lose_and_double_nothing(
    cafe: Rig, folder: Path, figure: Figure
) -> None:
    cuts = [Fault.CUT_BEFORE_COMMIT, Fault.CUT_AFTER_COMMIT, Fault.AWAY]
    figure("database.faults", **await suffer(cafe, folder, cuts, 1))


@pytest.mark.torture
@pytest.mark.inv("S3", "I2")
@pytest.mark.parametrize("seconds", [2, 12])
async def test_every_fault_loses_and_doubles_nothing(
    cafe: Rig, folder: Path, figure: Figure, seconds: float
) -> None:
    faults = [fault for fault in Fault if fault is not Fault.NONE]
    figure("database.faults", **await suffer(cafe, folder, faults, seconds))
