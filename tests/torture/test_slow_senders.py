"""Idle sockets and senders of a byte at a time starve nobody."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from liuke.providers.postgres import Server
from tests.torture.application import Application
from tests.torture.figures import Figure
from tests.torture.last_byte import Line, Shot

IDLE = 300
SLOW = 60
PROBES = 20
PROBE_SECONDS_MAX = 60
# Heads that never end, and a body that never comes.
BEGINNINGS = [
    b"GET /health HTTP/1.1\r\nhost: shop.test\r\nx-slow: ",
    b"POST /v1/sessions HTTP/1.1\r\nhost: shop.test\r\ncontent-length: 900000\r\n\r\n[",
]


async def drip(port: int, beginning: bytes, over: asyncio.Event) -> None:
    """Send a request a byte at a time until told to stop."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(beginning)
    with suppress(OSError):
        while not over.is_set():
            writer.write(b"1")
            await writer.drain()
            await asyncio.sleep(0.1)
    writer.transport.abort()


async def probe(port: int) -> int:
    """Ask over a connection of its own how the application is."""
    line = await Line.open(port)
    async with asyncio.timeout(PROBE_SECONDS_MAX):
        await line.aim(Shot("GET", "/health"))
        line.fire()
        heard = await line.hear()
    line.close()
    return heard.status


@pytest.mark.slow
@pytest.mark.inv("A12")
async def test_a_probe_is_answered_beside_idle_and_slow_senders(
    server: Server, figure: Figure
) -> None:
    application, over = Application(server.app_url), asyncio.Event()
    application.start()
    try:
        await application.listening()
        port = application.port
        idle = await asyncio.gather(*(Line.open(port) for _ in range(IDLE)))
        async with asyncio.TaskGroup() as group:
            for number in range(SLOW):
                group.create_task(drip(port, BEGINNINGS[number % len(BEGINNINGS)], over))
            await asyncio.sleep(1)
            told = [await probe(port) for _ in range(PROBES)]
            over.set()
        for line in idle:
            line.close()
    finally:
        application.kill()
    figure("slow_senders", idle=IDLE, slow=SLOW, probes=PROBES, answered=told.count(200))
    assert told == [200] * PROBES
